import { type Flags, readFlags, withoutHints } from './flags.ts'
import { LabMistake } from './mistake.ts'
import { type Milliseconds, s } from './time.ts'

/**
 * A line of packetdrill's notation with the speaker named: `client > F. 1:1(0) ack 1`. Numbers are relative to each
 * side's ISN; one from before it is negative. What a line does not say, it does not care about.
 */
export interface SegmentLine {
  readonly text: string
  /** How long after the line before, from and to: `+.2~+.3`. */
  readonly after?: readonly [Milliseconds, Milliseconds]
  readonly speaker: 'client' | 'server'
  readonly flags?: Flags
  readonly seq?: number
  readonly length?: number
  readonly ack?: number
  readonly window?: number
  /** Said by the word `lost` at the end: the segment left but never arrived. */
  readonly lost: boolean
  /** Said by the word `copy` at the end: the network doubled an earlier segment. */
  readonly copy: boolean
}

/** `... client > . F. | server > .`: any number of segments of these kinds, by who sends them and with which flags. */
export interface Wildcard {
  readonly anyOf: readonly SegmentKind[]
}

/** Who sends it, with which flags; PSH and the ECN bits are no matter. */
export interface SegmentKind {
  readonly speaker: 'client' | 'server'
  readonly flags: Flags
}

export type Line = SegmentLine | Wildcard

export const isWildcard = (line: Line): line is Wildcard => 'anyOf' in line

const word = /\S+/g
const range = /^\+(\d*\.?\d+)~\+(\d*\.?\d+)$/
const numbers = /^(-?\d+):(-?\d+)\((\d+)\)$/

/** The three segments of the handshake, which a lab that is about something else calls `opening`. */
const opening = ['client > S   0:0(0)', 'server > S.  0:0(0) ack 1', 'client > .   1:1(0) ack 1'] as const

/** Reads lines of the notation; throws a LabMistake that quotes the line and says what may stand there. */
export function readLines(text: string): Line[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .flatMap((line, index) => (line === 'opening' ? readOpening(index) : [readOther(line)]))
}

function readOpening(index: number): Line[] {
  if (index > 0)
    throw new LabMistake("'opening' means a connection's first three segments: no line may stand before it")
  return opening.map(readLine)
}

const readOther = (line: string): Line => (line.startsWith('...') ? readWildcard(line) : readLine(line))

function readWildcard(text: string): Wildcard {
  const wrong = (why: string): LabMistake =>
    new LabMistake(`cannot read '${text}': ${why}; an example is: ... client > . F. | server > .`)
  const anyOf = text
    .slice(3)
    .split('|')
    .flatMap((part) => {
      const [speaker, arrow, ...letters] = part.match(word) ?? []
      if (speaker !== 'client' && speaker !== 'server') throw wrong('it must say who may send what')
      if (arrow !== '>' || letters.length === 0) throw wrong(`the flags that the ${speaker} may send must follow '>'`)
      return letters.map((each): SegmentKind => {
        const flags = readFlags(each)
        if (flags === undefined) throw wrong(`'${each}' has no meaning there`)
        return { speaker, flags: withoutHints(flags) }
      })
    })
  return { anyOf }
}

function readLine(text: string): SegmentLine {
  const words = text.match(word) ?? []
  const wrong = (why: string): LabMistake =>
    new LabMistake(`cannot read the segment '${text}': ${why}; an example is: client > S. 0:0(0) ack 1`)
  const take = (): string | undefined => words.shift()

  const time = range.exec(words[0] ?? '')
  if (time) take()
  const speaker = take()
  if (speaker !== 'client' && speaker !== 'server') throw wrong(`it must name client or server, not '${speaker}'`)
  if (take() !== '>') throw wrong(`'>' must follow ${speaker}`)
  const line: { -readonly [field in keyof SegmentLine]: SegmentLine[field] } = {
    text,
    speaker,
    lost: false,
    copy: false,
  }
  if (time) line.after = [s(Number(time[1])), s(Number(time[2]))]

  for (let next = take(); next !== undefined; next = take()) {
    const bytes = numbers.exec(next)
    if (bytes) {
      const [seq, end, length] = bytes.slice(1).map(Number) as [number, number, number]
      if (end - seq !== length) throw wrong(`${seq}:${end} is not ${length} bytes`)
      Object.assign(line, { seq, length })
    } else if (next === 'ack' || next === 'win') {
      const value = Number(take() ?? Number.NaN)
      if (!Number.isInteger(value) || (value < 0 && next === 'win')) throw wrong(`a number must follow '${next}'`)
      Object.assign(line, next === 'ack' ? { ack: value } : { window: value })
    } else if (next === 'lost' || next === 'copy') {
      line[next] = true
    } else {
      const flags = readFlags(next)
      if (flags === undefined || line.flags !== undefined) throw wrong(`'${next}' has no meaning there`)
      line.flags = flags
    }
  }
  return line
}

/** The numbers of a segment relative to its connection, as a line says them. */
export interface RelativeSegment {
  readonly speaker: 'client' | 'server'
  readonly flags: Flags
  readonly seq: number
  readonly ack: number
  readonly length: number
}

/** Writes a segment so that the line can be pasted into a lab: `client > P. 1:6(5) ack 1`. */
export function writeLine(segment: RelativeSegment): string {
  return `${segment.speaker} > ${writeSegment(segment)}`
}

/** The same without the speaker, for places that show who speaks in another way. */
export function writeSegment({ flags, seq, ack, length }: Omit<RelativeSegment, 'speaker'>): string {
  const acknowledges = flags.includes('.') ? ` ack ${ack}` : ''
  return `${(flags || 'none').padEnd(2)} ${seq}:${seq + length}(${length})${acknowledges}`
}
