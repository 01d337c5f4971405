import { createRequire } from 'node:module'
import type stringWidth from 'string-width'

const require = createRequire(import.meta.url)

/** What we say in English is made of these, each of which takes one column. */
export const ofOneColumn = /^[ -~\u00a0-\u02ff\u2010-\u2027\u2190-\u21ff\u2500-\u25c0\u2691\u2714\u2718]*$/

let measure: typeof stringWidth | undefined

/** How many columns of a terminal the text takes. Only for what may be wide is it loaded how wide each character is, for 57 ms. */
export function widthOf(text: string): number {
  if (ofOneColumn.test(text)) return text.length
  measure ??= (require('string-width') as { default: typeof stringWidth }).default
  return measure(text)
}

/** The text and as many spaces as make it so many columns wide. */
export const padEnd = (text: string, columns: number, fill = ' '): string =>
  text + fill.repeat(Math.max(0, columns - widthOf(text)))

/** The same with the spaces in front. */
export const padStart = (text: string, columns: number): string =>
  ' '.repeat(Math.max(0, columns - widthOf(text))) + text

/** As much of the text as so many columns hold; no character is cut in two. */
export function cut(text: string, columns: number): string {
  if (ofOneColumn.test(text)) return text.slice(0, columns)
  let [kept, width] = ['', 0]
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    width += widthOf(segment)
    if (width > columns) break
    kept += segment
  }
  return kept
}
