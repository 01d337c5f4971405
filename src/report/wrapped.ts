import { createRequire } from 'node:module'
import { stripVTControlCharacters } from 'node:util'
import type wrapAnsi from 'wrap-ansi'

const require = createRequire(import.meta.url)

/** What we say is made of these, each of which takes one column. */
const ofOneColumn = /^[ -~\u00a0-\u02ff\u2010-\u2027\u2190-\u21ff\u2500-\u25c0\u2691\u2714\u2718]*$/

function fits(line: string, width: number): boolean {
  const shown = stripVTControlCharacters(line)
  return shown.length <= width && ofOneColumn.test(shown)
}

/** What a program printed stays as it was, so that it can be copied: a terminal breaks it where it must. */
const isQuoted = (line: string): boolean => line.startsWith('  │ ')

/** The lines, and those that are wider than the terminal at their spaces on several; only for these is it loaded how wide each character is, for 80 ms. */
export function wrapped(lines: readonly string[], width: number): string {
  let wrap: typeof wrapAnsi | undefined
  const broken = (line: string): string => {
    wrap ??= (require('wrap-ansi') as { default: typeof wrapAnsi }).default
    return wrap(line, width, { trim: false, hard: false })
  }
  return lines
    .flatMap((each) => each.split('\n'))
    .map((line) => (isQuoted(line) || fits(line, width) ? line : broken(line)))
    .join('\n')
}
