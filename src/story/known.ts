import { type End, type Evidence, factsOf, type SampleFact } from '../evidence.ts'
import type { Endpoint, State } from '../tcp.ts'

/** What looks into our own namespaces showed of a place for sure; CLOSED when there was no socket. Milliseconds. */
export interface Known {
  readonly state: State
  readonly from: number
  readonly until: number
  /** It was so at some moment within, not all the time: a command's one look. */
  readonly isMoment: boolean
}

export interface Place {
  readonly end: End
  readonly local: Endpoint
  readonly remote: Endpoint
}

const keyOf = ({ local, remote }: Omit<Place, 'end'>): string => `${local} ${remote}`

/**
 * What is known of these places. The table tells what has changed, so that between two of its looks that told nothing all
 * was as before; ss and netstat show one moment each.
 */
export function knownOf(evidence: Evidence, places: readonly Place[]): (place: Place) => readonly Known[] {
  const wanted = new Set(places.map((place) => `${place.end} ${keyOf(place)}`))
  const samples = new Map<string, SampleFact[]>()
  for (const fact of wanted.size === 0 ? [] : factsOf(evidence, 'sample')) {
    const key = `${fact.host} ${keyOf(fact)}`
    if (!wanted.has(key)) continue
    const before = samples.get(key)
    if (before) before.push(fact)
    else samples.set(key, [fact])
  }
  const cache = new Map<string, readonly Known[]>()
  return (place) => {
    const key = `${place.end} ${keyOf(place)}`
    const known = cache.get(key) ?? knownAt(evidence, place.end, samples.get(key) ?? [])
    cache.set(key, known)
    return known
  }
}

/** On loopback both ends live in the server's namespace, and one look sees both. */
const lookedAtFor = ({ setting }: Evidence, end: End): End => (setting.loopback ? 'server' : end)

/** Whether the table of this end's namespace looks on. It tells what changes, and that nothing did only once a second. */
export function isWatched(evidence: Evidence, end: End): boolean {
  const host = lookedAtFor(evidence, end)
  const last = evidence.facts.findLast(
    (fact) => (fact.kind === 'poll' || fact.kind === 'blind') && fact.by === 'table' && fact.host === host,
  )
  return last?.kind !== 'blind'
}

function knownAt(evidence: Evidence, end: End, samples: readonly SampleFact[]): Known[] {
  const host = lookedAtFor(evidence, end)
  const looks = factsOf(evidence, 'poll').filter((fact) => fact.host === host)
  const table = byTable(
    samples.filter(({ by }) => by === 'table'),
    looks.findLast(({ by }) => by === 'table'),
  )
  const blind = factsOf(evidence, 'blind')
    .filter((fact) => fact.by === 'table' && fact.host === host)
    .map(({ at, within }) => ({ from: at - within, until: at as number }))
  const seen = blind.reduce((known, stretch) => known.flatMap((each) => without(each, stretch)), table)
  const moments = looks.flatMap(({ by, at, within }): Known[] => {
    if (by === 'table') return []
    const sample = samples.find((each) => each.by === by && each.at === at)
    return [{ state: sample?.state ?? 'CLOSED', from: at - within, until: at, isMoment: true }]
  })
  return [...seen, ...moments].sort((a, b) => a.from - b.from)
}

function byTable(samples: readonly SampleFact[], last: { at: number; within: number } | undefined): Known[] {
  if (!last) return []
  const known: Known[] = []
  let now: Known = { state: 'CLOSED', from: 0, until: 0, isMoment: false }
  for (const { state, at, within } of samples) {
    // Nothing but the lengths of its queues has changed.
    if (state === now.state) continue
    known.push({ ...now, until: at - within })
    now = { state, from: at, until: at, isMoment: false }
  }
  // A look that is under way may have passed the place before it changed.
  known.push({ ...now, until: Math.max(now.from, last.at - last.within) })
  return known.filter(({ from, until }) => until >= from)
}

function without(known: Known, blind: { readonly from: number; readonly until: number }): Known[] {
  if (blind.until <= known.from || blind.from >= known.until) return [known]
  return [
    { ...known, until: blind.from },
    { ...known, from: blind.until },
  ].filter(({ from, until }) => until > from)
}
