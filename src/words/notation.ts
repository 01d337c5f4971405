import { type Flags, isWildcard, type Line } from '../tcp.ts'

/** What looks alike in every language: the field's notation, numbers, and what others have said in their own words. */

export const flagsOf = (line: Line): string => (isWildcard(line) ? '...' : `[${line.flags ?? '?'}]`)

/** `SYN+ACK`, of `S.`: as the RFC calls them, and most who learn. */
export const namedFlags = (flags: Flags): string =>
  [...flags.replace('.', '')]
    .map((letter) => named[letter] ?? letter)
    .concat(flags.includes('.') ? ['ACK'] : [])
    .join('+') || '–'

const named: Readonly<Record<string, string>> = {
  S: 'SYN',
  F: 'FIN',
  R: 'RST',
  P: 'PSH',
  U: 'URG',
  E: 'ECE',
  W: 'CWR',
}

/** The flags of a line that tcpdump has printed, as it writes them. */
export const printedFlags = (line: string): string | undefined => /\[[^\]]+\]/.exec(line)?.[0]

/** The first three frames, which tell the story. */
export const firstFrames = (lines: readonly string[]): string =>
  lines.length > 3 ? `${lines.slice(0, 3).join('; ')}; ...` : lines.join('; ')

export const signed = (number: number): string => (number > 0 ? `+${number}` : `${number}`)
export const megabits = (rate: number): string => `${(rate / 1e6).toFixed(2)} Mbit/s`
export const control = (name: string | undefined): string => (name === undefined ? '' : `${name}: `)
