import { byTime, type Evidence, type SegmentFact } from '../../../src/evidence.ts'
import { storyEnd } from '../../../src/story/end.ts'
import { type Transit, transitsOf } from '../../../src/story/transits.ts'
import { advance, type Flags, moment, ms, type Segment, sequence, writeLine } from '../../../src/tcp.ts'
import { added, altered, type Kind, removed } from '../mutation.ts'
import type { Random } from '../random.ts'

/** What crossed the wire: one segment less, one more, or another. */
export const segments: readonly Kind[] = [
  ofOne('a segment removed', (transit, _, record) => ({
    what: nameOf(transit),
    evidence: removed(record, (fact) => transit.taps.some((tap) => tap === fact)),
  })),
  ofOne('one tap of a segment removed', (transit, random, record) => {
    const tap = random.pick(transit.taps)
    return (
      tap && {
        what: `${nameOf(transit)} at ${tap.host} ${tap.tap} ${tap.direction}`,
        evidence: removed(record, (fact) => fact === tap),
      }
    )
  }),
  adding('a RST added', ({ segment }) => ({ ...segment, flags: 'R' as Flags, length: 0 })),
  adding('a FIN added', ({ segment }) => ({ ...segment, flags: 'F.' as Flags, length: 0 })),
  adding('data added', ({ segment }, random) => ({
    ...segment,
    flags: 'P.' as Flags,
    length: random.between(1, 1000),
  })),
  adding('a pure ACK added', ({ segment }) => ({ ...segment, flags: '.' as Flags, length: 0 })),
  adding('a segment sent again', ({ segment }) => segment),
  alteringAll('a flag altered', (segment, random) => {
    const letter = random.pick(['S', 'F', 'R', '.'] as const) ?? 'R'
    const flags = segment.flags.includes(letter) ? segment.flags.replace(letter, '') : `${letter}${segment.flags}`
    return { ...segment, flags: inOrder(flags) }
  }),
  alteringAll('a sequence number altered', (segment, random) => ({
    ...segment,
    seq: advance(segment.seq, offset(random)),
  })),
  alteringAll('an acknowledgment number altered', (segment, random) => ({
    ...segment,
    ack: advance(segment.ack, offset(random)),
  })),
  alteringAll('a length altered', (segment, random) => ({
    ...segment,
    length: random.pick([0, segment.length + 1, segment.length + random.between(1, 1460)]) ?? 0,
  })),
  alteringAll('a window altered', (segment, random) => ({
    ...segment,
    window: random.pick([0, random.between(1, 65_535)]) ?? 0,
  })),
  alteringAll('sender and receiver exchanged', (segment) => ({ ...segment, from: segment.to, to: segment.from })),
  ofOne('in and out exchanged', (transit, _, record) => ({
    what: nameOf(transit),
    evidence: altered(record, (fact) =>
      fact.kind === 'segment' && transit.taps.includes(fact)
        ? [{ ...fact, direction: fact.direction === 'in' ? 'out' : 'in' }]
        : [fact],
    ),
  })),
  ofOne('a segment moved in time', (transit, random, record) => {
    const by = storyEnd(record) * random.next() - transit.sent.at
    return {
      what: `${nameOf(transit)} by ${Math.round(by)} ms`,
      evidence: altered(record, (fact) =>
        fact.kind === 'segment' && transit.taps.includes(fact) ? [{ ...fact, at: ms(fact.at + by) }] : [fact],
      ),
    }
  }),
]

const nameOf = (transit: Transit): string =>
  `'${writeLine(transit.relative)}' at ${moment(transit.sent.at)} of connection ${transit.connection.number}`

/** One off, or anywhere. */
const offset = (random: Random): number => random.pick([1, -1, random.between(2, 2 ** 31)]) ?? 1

const inOrder = (flags: string): Flags => [...'FSRPU.EW'].filter((letter) => flags.includes(letter)).join('') as Flags

function ofOne(
  name: string,
  mutate: (transit: Transit, random: Random, record: Evidence) => ReturnType<Kind['mutate']>,
): Kind {
  return {
    name,
    mutate(record, random) {
      const transit = random.pick(transitsOf(record))
      return transit && mutate(transit, random, record)
    },
  }
}

/** The same change on all taps of one segment. */
function alteringAll(name: string, alter: (segment: Segment, random: Random) => Segment): Kind {
  return ofOne(name, (transit, random, record) => {
    const other = alter(transit.segment, random)
    if (JSON.stringify(other) === JSON.stringify(transit.segment)) return undefined
    return {
      what: `${nameOf(transit)}: ${difference(transit.segment, other)}`,
      evidence: altered(record, (fact) =>
        fact.kind === 'segment' && transit.taps.includes(fact)
          ? [{ ...fact, segment: { ...other, hops: fact.segment.hops } }]
          : [fact],
      ),
    }
  })
}

const difference = (was: Segment, is: Segment): string =>
  (['from', 'to', 'flags', 'seq', 'ack', 'length', 'window'] as const)
    .filter((field) => was[field] !== is[field])
    .map((field) => `${field} ${was[field]} → ${is[field]}`)
    .join(', ')

/** One more of those that crossed all taps, with these fields, somewhere or at the end; it goes on where its end had come to. */
function adding(name: string, alter: (transit: Transit, random: Random) => Segment): Kind {
  return {
    name,
    mutate(record, random) {
      const whole = transitsOf(record).filter(({ arrived, segment }) => arrived && !segment.flags.includes('S'))
      const like = random.pick(whole.length > 0 ? whole : transitsOf(record))
      if (!like) return undefined
      const end = storyEnd(record)
      const at = random.next() < 0.3 ? end - 300 : end * random.next()
      const before = whole.findLast(
        ({ sent, speaker, connection }) => sent.at <= at && isSame(like, speaker, connection),
      )
      const id = random.between(1, 65_535)
      const goesOn = before
        ? { seq: sequence(before.segment.seq + before.segment.length), ack: before.segment.ack }
        : {}
      const segment: Segment = { ...alter({ ...like, segment: { ...like.segment, ...goesOn } }, random), id }
      const by = Math.max(0, at) - like.sent.at
      const taps = like.taps.map(
        (tap): SegmentFact => ({ ...tap, at: ms(tap.at + by), segment: { ...segment, hops: tap.segment.hops } }),
      )
      const what = `like ${nameOf(like)}, at ${moment(ms(Math.max(0, at)))}`
      return { what, evidence: added(record, ...taps.toSorted(byTime)) }
    },
  }
}

const isSame = (like: Transit, speaker: Transit['speaker'], connection: Transit['connection']): boolean =>
  like.speaker === speaker && like.connection === connection
