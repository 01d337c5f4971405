import type { End } from '../../evidence.ts'
import { LabMistake } from '../../tcp.ts'

/** A line that a lab expects of tcpdump: `server > [S.] seq y ack x+1`. What it does not name may be anything. */
export interface PrintedLine {
  readonly text: string
  readonly speaker: End
  readonly flags: string
  readonly seq?: Term
  /** The number after the last byte, where the line names a range: `seq a:b`. */
  readonly end?: Term
  readonly ack?: Term
}

/** A letter and what is added to it. */
interface Term {
  readonly letter: string
  readonly plus: number
}

/** The numbers that letters have come to stand for. */
export type Letters = Map<string, number>

/** What tcpdump has printed of a segment, with -n and -S: absolute numbers. */
export interface PrintedSegment {
  readonly from: string
  readonly flags: string
  readonly seq?: number
  readonly end?: number
  readonly ack?: number
}

const expected =
  /^(client|server) > \[([SFRPEWU.]+)\](?: seq (\w(?:\+\d+)?)(?::(\w(?:\+\d+)?))?)?(?: ack (\w(?:\+\d+)?))?$/

export function readPrintedLines(text: string): PrintedLine[] {
  const lines = text.split('\n').map((line) => line.trim().replace(/\s+/g, ' '))
  return lines.filter((line) => line !== '').map(readPrintedLine)
}

function readPrintedLine(text: string): PrintedLine {
  const [, speaker, flags, seq, end, ack] = expected.exec(text) ?? []
  if (speaker === undefined || flags === undefined)
    throw new LabMistake(`'${text}' is not a line as tcpdump prints it; one looks like 'server > [S.] seq y ack x+1'`)
  return {
    ...{ text, speaker: speaker as End, flags },
    ...(seq === undefined ? {} : { seq: termOf(seq) }),
    ...(end === undefined ? {} : { end: termOf(end) }),
    ...(ack === undefined ? {} : { ack: termOf(ack) }),
  }
}

function termOf(text: string): Term {
  const [letter = '', plus = '0'] = text.split('+')
  return { letter, plus: Number(plus) }
}

const printed = /^IP6? (\S+) > \S+: Flags \[([^\]]+)\],(?: seq (\d+)(?::(\d+))?,)?(?: ack (\d+),)? win \d+/

/** Undefined where it is no TCP segment's line. */
export function readPrinted(line: string): PrintedSegment | undefined {
  const [, from, flags, seq, end, ack] = printed.exec(line) ?? []
  if (from === undefined || flags === undefined) return undefined
  return {
    ...{ from, flags },
    ...(seq === undefined ? {} : { seq: Number(seq) }),
    ...(end === undefined ? {} : { end: Number(end) }),
    ...(ack === undefined ? {} : { ack: Number(ack) }),
  }
}

/** Whether the printed line is the expected one; letters that it is the first to name stand for its numbers from now on. */
export function fitsPrinted(wanted: PrintedLine, { flags, ...numbers }: PrintedSegment, letters: Letters): boolean {
  if (flags !== wanted.flags) return false
  return (['seq', 'end', 'ack'] as const).every((name) => {
    const [term, number] = [wanted[name], numbers[name]]
    return term === undefined || (number !== undefined && stands(term, number, letters))
  })
}

const space = 2 ** 32

function stands({ letter, plus }: Term, number: number, letters: Letters): boolean {
  const base = (number - plus + space) % space
  const known = letters.get(letter)
  if (known === undefined) letters.set(letter, base)
  return known === undefined || known === base
}
