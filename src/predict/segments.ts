import type { AssertionOf } from '../evidence/assertion.ts'
import type { QuestionOf, SegmentField } from '../predict.ts'
import { isWildcard, type SegmentLine } from '../tcp.ts'

type Shows = { readonly id: string; readonly said: AssertionOf<'shows'> }

/** A segment that may be asked about, and how much it tells of a connection's life. */
interface Candidate {
  readonly source: Shows
  readonly number: number
  readonly worth: number
}

/**
 * Which segments are asked about: so many at most, those with SYN, FIN or RST first, then what follows on them. After `...`
 * nobody knows the how manieth it is; where there is none, one is asked about that does not come: how many there are is
 * a part of the answer.
 */
export function segmentQuestions(
  all: readonly Shows[],
  opens: boolean,
  most: number,
): readonly QuestionOf<'segment'>[] {
  const own = firstOfEach(all)
  const asks = fieldsFor(own)
  return own
    .flatMap((source) => candidatesOf(source, opens))
    .map((each, index) => ({ ...each, index }))
    .toSorted((a, b) => b.worth - a.worth || a.index - b.index)
    .slice(0, most)
    .toSorted((a, b) => a.index - b.index)
    .map(({ source: { id, said }, number }) => ({
      is: 'segment',
      id: `${said.of.connection === 1 ? 'wire' : `wire#${said.of.connection}`}.${number}`,
      ...{ connection: said.of.connection, number },
      // Of the very first nobody asks what it acknowledges.
      asks: number === 1 ? asks.filter((name) => name !== 'ack') : asks,
      claims: [id],
    }))
}

/** Connections that go as one before went are asked about once. */
function firstOfEach(all: readonly Shows[]): readonly Shows[] {
  const flags = ({ said }: Shows): string[] => said.lines.map((line) => (isWildcard(line) ? '...' : line.text))
  return all.filter((each, index) => {
    const own = flags(each)
    return !all.slice(0, index).some((other) => own.every((text, place) => flags(other)[place] === text))
  })
}

/** The same of each segment of a lab, so that none is told by what is asked of it. */
function fieldsFor(all: readonly Shows[]): readonly SegmentField[] {
  const lines = all.flatMap(({ said }) => linesOf(said))
  const data = lines.filter(({ length = 0 }) => length > 0)
  const isSentOn = data.length > new Set(data.map(({ speaker }) => speaker)).size
  return [
    'sender',
    'flags',
    ...(isSentOn ? ['seq' as const] : []),
    ...(data.length > 0 ? ['length' as const] : []),
    'ack',
  ]
}

const linesOf = ({ lines }: AssertionOf<'shows'>): readonly SegmentLine[] => {
  const until = lines.findIndex(isWildcard)
  return (until < 0 ? lines : lines.slice(0, until)).filter((line): line is SegmentLine => !isWildcard(line))
}

const openingFlags = ['S', 'S.', '.']

function candidatesOf(source: Shows, opens: boolean): readonly Candidate[] {
  const { said } = source
  const lines = linesOf(said)
  const isOpened = openingFlags.every((flags, index) => lines[index]?.flags === flags)
  const known = isOpened && !opens && said.lines.length > openingFlags.length ? openingFlags.length : 0
  const asked = lines.flatMap((line, index): Candidate[] =>
    index < known || isLikeBoth(lines, index)
      ? []
      : [{ source, number: index + 1, worth: worthOf(line, lines[index - 1]) }],
  )
  const isWhole = lines.length === said.lines.length
  return isWhole ? [...asked, { source, number: lines.length + 1, worth: 1 }] : asked
}

/** Of what is sent again and again the first two are enough. */
function isLikeBoth(lines: readonly SegmentLine[], index: number): boolean {
  const [own, before, beforeThat] = [lines[index], lines[index - 1], lines[index - 2]].map(
    (line) => line && written(line),
  )
  return own === before && own === beforeThat
}

const written = ({ speaker, flags, seq, length, ack }: SegmentLine): string =>
  [speaker, flags, seq, length, ack].join(' ')

const isOfLife = (line: SegmentLine | undefined): boolean => /[SFR]/.test(line?.flags ?? '')

function worthOf(line: SegmentLine, before: SegmentLine | undefined): number {
  if (isOfLife(line)) return 3
  return isOfLife(before) ? 2 : 1
}
