import { type Claim, fails, holds, lacks, makeClaim } from '../../claim.ts'
import type { NumberThan, TimestampThan } from '../../evidence/assertion.ts'
import type { End, Evidence } from '../../evidence.ts'
import { connectionsOf } from '../../story/connections.ts'
import { type Transit, transitsOf } from '../../story/transits.ts'
import { carries, distance, sequenceEnd } from '../../tcp.ts'

/**
 * The SYN with which the end asks for this connection, held against the one before between the same pair of endpoints: its number
 * against the last that the end used there, its timestamp against the last that the end sent there. RFC 1122 section 4.2.2.13 and
 * RFC 6191 let TIME-WAIT decide by them.
 */
export function asksWith(end: End, number: number, than: NumberThan, timestamp: TimestampThan): Claim {
  return makeClaim({
    states: { verb: 'asksWith', of: { end, connection: number }, number: than, timestamp },
    needs: ['wire'],
    judge(evidence) {
      const before = connectionsOf(evidence).find(({ next }) => next === number)
      const syn = sentBy(evidence, end, number).find(({ segment }) => carries(segment, 'S'))
      const last = before && lastOf(sentBy(evidence, end, before.number))
      if (!syn || !last) return lacks('a SYN again', 'did not arrive')
      const ahead = distance(last.number, syn.segment.seq)
      const value = syn.segment.options.timestamp?.value
      const later = value === undefined || last.timestamp === undefined ? undefined : (value - last.timestamp) | 0
      const got = {
        kind: 'SYN again',
        number: compared(ahead, 'higher', 'lower'),
        timestamp: later === undefined ? 'none' : compared(later, 'newer', 'older'),
      } as const
      const because = [last.transit.sent, syn.sent]
      return got.number === than && got.timestamp === timestamp
        ? holds(because, { ...got, ahead, ...(later === undefined ? {} : { later }) })
        : fails({ kind: 'SYN again', number: than, timestamp }, got, because)
    },
  })
}

const sentBy = (evidence: Evidence, end: End, number: number): Transit[] =>
  transitsOf(evidence).filter(({ connection, speaker }) => connection.number === number && speaker === end)

/** The number after the last that was used, and the latest timestamp: of segments that came again, and of old ones, the highest. */
function lastOf(transits: readonly Transit[]) {
  const [first, ...rest] = transits.filter(({ segment }) => !carries(segment, 'R'))
  if (!first) return undefined
  const highest = rest.reduce(
    (top, each) => (distance(sequenceEnd(top.segment), sequenceEnd(each.segment)) > 0 ? each : top),
    first,
  )
  const timestamps = transits.flatMap(({ segment }) => segment.options.timestamp?.value ?? [])
  const timestamp = timestamps.reduce<number | undefined>(
    (latest, each) => (latest === undefined || ((each - latest) | 0) > 0 ? each : latest),
    undefined,
  )
  return { transit: highest, number: sequenceEnd(highest.segment), timestamp }
}

const compared = <More extends string, Less extends string>(by: number, more: More, less: Less) =>
  by > 0 ? more : by < 0 ? less : 'the same'
