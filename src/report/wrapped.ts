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

/**
 * The lines, and those that are wider than the terminal at their spaces on several; only for these is it loaded how wide each
 * character is, for 80 ms.
 *
 * @param hard whether what has no spaces is broken too, and no space is kept where a line is broken
 */
export function wrapped(lines: readonly string[], width: number, { hard = false } = {}): string {
  const broken = (line: string): string => {
    wrap ??= (require('wrap-ansi') as { default: typeof wrapAnsi }).default
    return wrap(line, width, { trim: hard, hard })
  }
  return lines
    .flatMap((each) => each.split('\n'))
    .map((line) => (isQuoted(line) || fits(line, width) ? line : broken(line)))
    .join('\n')
}
