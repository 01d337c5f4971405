import { type End, type Evidence, type FaultMatch, factsOf } from '../../evidence.ts'
import { isLost } from '../../story/lost.ts'
import { remembered } from '../../story/remembered.ts'
import { type Transit, transitsOf } from '../../story/transits.ts'
import { carries, type Milliseconds, type RelativeSegment, withoutHints, writeSegment } from '../../tcp.ts'

/** What a row of the ladder says of a segment: a row for each half of its way where it was kept on that. */
export interface SegmentEvent {
  readonly kind: 'segment'
  readonly at: Milliseconds
  /** The transit's number: two rows may be of one segment. */
  readonly number: number
  readonly from: End
  /** In the notation of labs, and where the window is the point with that. */
  readonly text: string
  readonly fate: 'arrives' | 'is held' | 'is released' | 'is queued' | 'leaves the queue' | 'is lost'
  readonly sort: 'SYN' | 'FIN' | 'RST' | 'data' | 'acknowledgment'
  /** Its end sends it for so manieth time, from 2 on. */
  readonly time?: number
  readonly remark?: 'copy' | 'probe'
  /** The story turns on it: it is never folded away. */
  readonly matters: boolean
}

/** A segment that takes longer than this from end to end was kept on its way: links of the labs take a tenth of it. */
const keptLonger = 5

/** The rows of a segment, at which its moments are. */
export function segmentEvents(evidence: Evidence, transit: Transit): SegmentEvent[] {
  const { sent, arrived, number, speaker, relative, segment, stoppedAtRouter } = transit
  const { probes, turns, withWindow } = windowsIn(evidence)
  const time = timesIn(evidence).get(number)
  const remark: SegmentEvent['remark'] | undefined = transit.isCopy ? 'copy' : probes.has(number) ? 'probe' : undefined
  const window = withWindow.has(`${transit.connection.number} ${speaker}`) ? ` win ${segment.window}` : ''
  const event = {
    ...({ kind: 'segment', number, from: speaker, text: `${writeSegment(relative)}${window}` } as const),
    sort: sortOf(relative),
    ...(time === undefined ? {} : { time }),
    ...(remark === undefined ? {} : { remark }),
  }
  const matters = probes.has(number) || turns.has(number)
  // Whatever waits where nobody told the router to hold it waits in its turn.
  const isHeld = wasToldToHold(evidence, transit)
  if (!arrived) {
    const isGone = isLost(evidence, transit) && !isHeld
    return [
      {
        ...event,
        at: sent.at,
        fate: isGone ? 'is lost' : isHeld || !stoppedAtRouter ? 'is held' : 'is queued',
        matters: matters || isGone,
      },
    ]
  }
  if (arrived.at - sent.at <= keptLonger) return [{ ...event, at: sent.at, fate: 'arrives', matters }]
  return [
    { ...event, at: sent.at, fate: isHeld ? 'is held' : 'is queued', matters },
    { ...event, at: arrived.at, fate: isHeld ? 'is released' : 'leaves the queue', matters },
  ]
}

function sortOf({ flags, length }: RelativeSegment): SegmentEvent['sort'] {
  if (flags.includes('R')) return 'RST'
  if (flags.includes('S')) return 'SYN'
  if (flags.includes('F')) return 'FIN'
  return length > 0 ? 'data' : 'acknowledgment'
}

/** The router was told to hold such segments, not to lose them. */
export function wasToldToHold(evidence: Evidence, { speaker, relative, sent }: Transit): boolean {
  const flags = withoutHints(relative.flags)
  const verbs = factsOf(evidence, 'fault')
    .filter(({ deed, at }) => deed === 'set' && at < sent.at)
    .filter(({ match }) => match && means(match, speaker, flags))
    .map(({ verb }) => verb)
  return verbs.includes('hold') && !verbs.includes('lose')
}

const means = (match: FaultMatch, speaker: End, flags: string): boolean =>
  match.protocol === undefined && match.from === speaker && (match.flags === undefined || match.flags === flags)

/**
 * For the how manieth time each segment that is sent again is; what the network copied is not sent again, and a SYN that comes to
 * acknowledge the other's is another than the one before (RFC 9293 figure 7).
 */
export const timesIn = remembered((evidence: Evidence): ReadonlyMap<number, number> => {
  const sendings = new Map<number, number>()
  const times = new Map<number, number>()
  const transits = transitsOf(evidence)
  for (const { number, repeats, isCopy, segment } of transits) {
    if (repeats === undefined || isCopy) continue
    const first = transits[repeats - 1]?.segment
    if (first && carries(segment, 'S') && carries(first, '.') !== carries(segment, '.')) continue
    const time = (sendings.get(repeats) ?? 1) + 1
    sendings.set(repeats, time)
    times.set(number, time)
  }
  return times
})

interface Windows {
  /** The numbers of segments that repeat the number before the next one, and take up none: they ask for an answer. */
  readonly probes: ReadonlySet<number>
  /** Of those that close a window, and those that open it again. */
  readonly turns: ReadonlySet<number>
  /** The ends that ever close theirs: `1 server`. */
  readonly withWindow: ReadonlySet<string>
}

const windowsIn = remembered((evidence: Evidence): Windows => {
  const [probes, turns, withWindow] = [new Set<number>(), new Set<number>(), new Set<string>()]
  const next = new Map<string, number>()
  const closed = new Set<string>()
  for (const { number, connection, speaker, segment, relative } of transitsOf(evidence)) {
    const end = `${connection.number} ${speaker}`
    const known = next.get(end)
    if (relative.flags === '.' && relative.length === 0 && relative.seq + 1 === known) probes.add(number)
    const upTo = relative.seq + relative.length + (/[SF]/.test(relative.flags) ? 1 : 0)
    next.set(end, Math.max(known ?? upTo, upTo))
    if (carries(segment, 'R') || !relative.flags.includes('.')) continue
    if (segment.window === 0 || closed.has(end)) turns.add(number)
    if (segment.window === 0) {
      closed.add(end)
      withWindow.add(end)
    } else closed.delete(end)
  }
  return { probes, turns, withWindow }
})
