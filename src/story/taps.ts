import { type End, type Evidence, type Fact, type FaultFact, type FaultMatch, factsOf } from '../evidence.ts'
import { addressOf, type Milliseconds, ms, type Segment } from '../tcp.ts'
import { storyEnd } from './end.ts'
import { type Transit, transitsOf } from './transits.ts'
import type { UnseenSegment } from './unseen.ts'

/** Where a segment passed and the capture does not have it: each way leads past four taps, and one that is lost past the first two. */
export function tapsUnseen(evidence: Evidence, bearable: Milliseconds): UnseenSegment[] {
  if (evidence.setting.loopback) return []
  const end = storyEnd(evidence)
  return transitsOf(evidence).flatMap((transit) => {
    const seen = passed(transit)
    if (seen === whole || (seen === stopped && mayStop(evidence, transit))) return []
    if (transit.isCopy && seen === copied && faults(evidence, transit, ['duplicate'])) return []
    if (onItsWay.includes(seen) && end - (transit.taps.at(-1)?.at ?? end) < bearable) return []
    const on = { segment: transit.relative, at: transit.sent.at }
    return [{ by: 'wire', end: transit.speaker, on, because: [transit.sent] } as const]
  })
}

/** Past the sender's tap, into the router, out of it, and past the receiver's tap. */
const whole = '1111'
/** No farther than into the router. */
const stopped = '1100'
/** At the story's end a segment may still be on its way. */
const onItsWay = ['1000', '1110']
/** What the network itself has made. */
const copied = '0011'

/** The router keeps what it was told to keep, what nobody has the address of, and what may not go one hop farther (RFC 1812 section 5.3.1). */
function mayStop(evidence: Evidence, transit: Transit): boolean {
  if (transit.segment.hops <= 1) return true
  const { client, server, rawPeer } = evidence.setting
  const isAnybodys = [client, server, rawPeer].includes(addressOf(transit.segment.to))
  return !isAnybodys || faults(evidence, transit, ['lose', 'hold', 'narrow', 'cut'])
}

/** Whether the network had been told to do one of these by the time. */
const faults = (
  evidence: Evidence,
  { sent, speaker, segment }: Transit,
  verbs: ReadonlyArray<FaultFact['verb']>,
): boolean =>
  factsOf(evidence, 'fault').some(
    (fault) =>
      fault.deed === 'set' &&
      verbs.includes(fault.verb) &&
      fault.at <= sent.at + slack &&
      (!('match' in fault) || means(fault.match, speaker, segment)),
  )

/** Of the flags a fault names FIN, SYN, RST and ACK. */
const means = ({ from, flags, protocol }: FaultMatch, speaker: End, { flags: own }: Segment): boolean =>
  from === speaker && protocol === undefined && (flags === undefined || lettersOf(flags) === lettersOf(own))

const lettersOf = (flags: string): string => [...'FSR.'].filter((letter) => flags.includes(letter)).join('')

/** A fault is told of when its command has come back. */
const slack = 50

function passed({ taps, speaker }: Transit): string {
  const listener: End = speaker === 'client' ? 'server' : 'client'
  const places = [
    [speaker, 'out'],
    ['router', 'in'],
    ['router', 'out'],
    [listener, 'in'],
  ] as const
  return places.map(([host, way]) => (taps.some((tap) => tap.host === host && tap.direction === way) ? 1 : 0)).join('')
}

/**
 * Segments that arrived before they were sent, or that took longer from an end to the router, or back, than a link takes: it is
 * the router that holds segments, and no link. Only clocks that disagree can tell so.
 *
 * @param bearable how far apart two taps of one link may be
 */
export function arrivedUnsent(evidence: Evidence, bearable: Milliseconds): Transit[] {
  return transitsOf(evidence).filter(({ taps, speaker, arrived, isCopy }) => {
    const bySender = taps.find(({ host, tap }) => tap === 'lo' || host === speaker)
    const at = (way: 'in' | 'out') => taps.find((tap) => tap.host === 'router' && tap.direction === way)
    const early = arrived !== undefined && !isCopy && bySender !== undefined && isBefore(arrived, bySender)
    return early || isFar(bySender, at('in'), bearable) || isFar(at('out'), arrived, bearable)
  })
}

const isFar = (one: Fact | undefined, other: Fact | undefined, bearable: Milliseconds): boolean =>
  one !== undefined && other !== undefined && Math.abs(other.at - one.at) > bearable + one.within + other.within

const isBefore = (a: Fact, b: Fact): boolean => ms(a.at + a.within) < b.at - b.within
