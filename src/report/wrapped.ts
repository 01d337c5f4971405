import { createRequire } from 'node:module'
import { stripVTControlCharacters } from 'node:util'
import type wrapAnsi from 'wrap-ansi'
import { ofOneColumn } from './width.ts'

const require = createRequire(import.meta.url)

let wrap: typeof wrapAnsi | undefined

function fits(line: string, width: number): boolean {
  const shown = stripVTControlCharacters(line)
  return shown.length <= width && ofOneColumn.test(shown)
}

/** What a program printed stays as it was, so that it can be copied: a terminal breaks it where it must. */
const isQuoted = (line: string): boolean => line.startsWith('  │ ')

/** What a line begins with, and what goes on in it stands under what follows: blanks, a mark, a label with its blanks. */
const head = /^ *(?:[✔✘?–⚑] |[a-z]+ {2,}|\d+\. |lab: )?/u
// biome-ignore lint/suspicious/noControlCharactersInRegex: colours are made of them
const colours = /\x1b\[[0-9;]*m/g

/** The text up to so many columns with the colours that begin there, and the rest. */
function splitAt(text: string, columns: number): readonly [string, string] {
  let at = columns
  for (const { index, 0: colour } of text.matchAll(colours)) if (index <= at) at += colour.length
  return [text.slice(0, at), text.slice(at)]
}

/**
 * The lines, and those that are wider than the terminal at their spaces on several; only for these is it loaded how wide each
 * character is, for 80 ms.
 *
 * @param hard whether what has no spaces is broken too, and no space is kept where a line is broken
 */
export function wrapped(lines: readonly string[], width: number, { hard = false } = {}): string {
  const broken = (line: string): string => {
    wrap ??= (require('wrap-ansi') as { default: typeof wrapAnsi }).default
    if (hard) return wrap(line, width, { hard })
    const [[begin = '']] = [head.exec(stripVTControlCharacters(line)) ?? []]
    const hang = begin.length < width / 2 ? begin.length : 0
    const [before, rest] = splitAt(line, hang)
    return before + wrap(rest, width - hang, { trim: false }).replace(/ *\n */g, `\n${' '.repeat(hang)}`)
  }
  return lines
    .flatMap((each) => each.split('\n'))
    .map((line) => (isQuoted(line) || fits(line, width) ? line : broken(line)))
    .join('\n')
}
