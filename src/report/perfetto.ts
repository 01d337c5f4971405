import { type End, type Evidence, factsOf } from '../evidence.ts'
import type { Told, ToldRun } from '../report.ts'
import { type Connection, connectionsOf } from '../story/connections.ts'
import { gaugesOf, transferOf } from '../story/curves.ts'
import { storyEnd } from '../story/end.ts'
import { leftAt, pathsOf } from '../story/paths.ts'
import { type Transit, transitsOf } from '../story/transits.ts'
import { type Milliseconds, writeSegment } from '../tcp.ts'
import type { Speaker } from '../words.ts'
import { segmentEvents } from './ladder/segments.ts'
import { faultsOf } from './page/picture.ts'

/** An event of Chrome's trace event format: `ts` and `dur` are microseconds. */
interface TraceEvent {
  readonly name: string
  /** `X` a slice, `i` an instant, `C` a counter, `s` and `f` the ends of an arrow, `M` a name. */
  readonly ph: 'X' | 'i' | 'C' | 's' | 'f' | 'M'
  readonly pid: number
  readonly tid?: number
  readonly ts?: number
  readonly dur?: number
  readonly cat?: string
  readonly id?: number
  /** An arrow ends at the slice that it falls into, and not at the next one. */
  readonly bp?: 'e'
  /** An instant stands on its own track. */
  readonly s?: 't'
  readonly args?: Readonly<Record<string, unknown>>
}

/** A run as a trace for ui.perfetto.dev: each host a process, in it a track for each connection, for its segments and for the program. */
export function perfetto({ runs }: Told, say: Speaker): string {
  const [run] = runs
  const events = run?.evidence ? eventsOf(run.evidence, say) : []
  return `${JSON.stringify({ displayTimeUnit: 'ms', otherData: run ? whatOf(run) : {}, traceEvents: events })}\n`
}

const whatOf = ({ name, result, began, kernel, reason }: ToldRun) => ({ name, result, began, kernel, reason })

const processes = { client: 1, router: 2, server: 3 } as const

/** The tracks of an end: its program, its listener, then two of each connection. */
const tracks = {
  program: 1,
  listener: 2,
  states: ({ number }: Connection): number => 2 * number + 1,
  segments: ({ number }: Connection): number => 2 * number + 2,
}

function eventsOf(evidence: Evidence, say: Speaker): TraceEvent[] {
  return [
    ...namesOf(evidence, say),
    ...statesIn(evidence),
    ...segmentsIn(evidence),
    ...faultsIn(evidence, say),
    ...deedsIn(evidence, say),
    ...countersIn(evidence, say),
  ]
}

/** The clock's unit is the nanosecond, the format's the microsecond. */
const micro = (at: Milliseconds | number): number => Math.round(at * 1e6) / 1e3

const ends = ['client', 'server'] as const

function namesOf(evidence: Evidence, { page, reports }: Speaker): TraceEvent[] {
  const { trace } = reports
  const track = (end: End, tid: number, name: string): TraceEvent[] => [
    { name: 'thread_name', ph: 'M', pid: processes[end], tid, args: { name } },
    { name: 'thread_sort_index', ph: 'M', pid: processes[end], tid, args: { sort_index: tid } },
  ]
  return [
    ...Object.entries(processes).flatMap(([host, pid]): TraceEvent[] => [
      { name: 'process_name', ph: 'M', pid, args: { name: page.ends[host as keyof typeof processes] } },
      { name: 'process_sort_index', ph: 'M', pid, args: { sort_index: pid } },
    ]),
    ...ends.flatMap((end) => [
      ...track(end, tracks.program, trace.program),
      ...(end === 'server' ? track(end, tracks.listener, trace.listener) : []),
      ...connectionsOf(evidence).flatMap((connection) => [
        ...track(
          end,
          tracks.states(connection),
          reports.connection(connection.number, connection.client, connection.server),
        ),
        ...track(end, tracks.segments(connection), trace.segments(connection.number)),
      ]),
    ]),
  ]
}

function statesIn(evidence: Evidence): TraceEvent[] {
  const end = storyEnd(evidence)
  return pathsOf(evidence).flatMap((path) =>
    path.steps.map((step): TraceEvent => {
      const until = Math.max(step.at, leftAt(path, step) ?? end)
      return {
        ...{ name: step.state, ph: 'X', cat: 'state', pid: processes[path.end] },
        tid: path.connection ? tracks.states(path.connection) : tracks.listener,
        ...{ ts: micro(step.at), dur: lasting(step.at, until) },
        args: { witnesses: [...new Set(step.because.map(({ by }) => by))].join(' ') },
      }
    }),
  )
}

/** Between two moments as they are written, so that a slice ends where the next one begins. */
const lasting = (from: number, until: number): number => Math.round((micro(until) - micro(from)) * 1e3) / 1e3

/** A moment of a segment's way: it leaves one end, or comes to the other. */
interface Passing {
  readonly transit: Transit
  readonly end: End
  readonly at: number
  readonly is: 's' | 'f'
}

/** So long a slice is drawn for a segment at an end, that it can be seen and an arrow can be bound to it. Microseconds. */
const drawn = 50

function segmentsIn(evidence: Evidence): TraceEvent[] {
  const passings = transitsOf(evidence).flatMap((transit): Passing[] => {
    const { speaker, sent, arrived } = transit
    const listener: End = speaker === 'client' ? 'server' : 'client'
    return [
      { transit, end: speaker, at: micro(sent.at), is: 's' },
      ...(arrived ? [{ transit, end: listener, at: micro(arrived.at), is: 'f' } as const] : []),
    ]
  })
  const byTrack = Map.groupBy(passings, ({ end, transit }) => `${end} ${transit.connection.number}`)
  return [...byTrack.values()].flatMap((track) => sliced(track, evidence))
}

/** Slices of one track may not overlap: each is cut off where the next begins, and what falls into one moment comes one after another. */
function sliced(track: readonly Passing[], evidence: Evidence): TraceEvent[] {
  let last = Number.NEGATIVE_INFINITY
  const spaced = track
    .toSorted((a, b) => a.at - b.at)
    .map((passing) => {
      last = Math.max(passing.at, Math.round((last + 0.001) * 1e3) / 1e3)
      return { ...passing, at: last }
    })
  return spaced.flatMap(({ transit, end, at, is }, index) => {
    const room = Math.min(drawn, (spaced[index + 1]?.at ?? Number.POSITIVE_INFINITY) - at)
    const on = { pid: processes[end], tid: tracks.segments(transit.connection), ts: at } as const
    const text = writeSegment(transit.relative)
    const slice: TraceEvent = {
      ...{ name: text, ph: 'X', cat: 'segment', ...on, dur: Math.round(room * 1e3) / 1e3 },
      args: argsOf(evidence, transit),
    }
    // A segment that nobody got has no arrow.
    if (!transit.arrived) return [slice]
    const arrow: TraceEvent = { name: text, ph: is, cat: 'segment', id: transit.number, ...on }
    return [slice, is === 'f' ? { ...arrow, bp: 'e' } : arrow]
  })
}

function argsOf(evidence: Evidence, transit: Transit) {
  const [first] = segmentEvents(evidence, transit)
  const { segment, isCopy } = transit
  return {
    ...{ seq: segment.seq, ack: segment.ack, length: segment.length, window: segment.window },
    ...(first ? { fate: first.fate } : {}),
    ...(first?.time === undefined ? {} : { time: first.time }),
    ...(isCopy ? { copy: true } : {}),
  }
}

/** What the router was told, each on a track of its own, for as long as it was so; and what it lost. */
function faultsIn(evidence: Evidence, say: Speaker): TraceEvent[] {
  const pid = processes.router
  const set = faultsOf(evidence).filter(({ until }) => until !== undefined)
  const orders = set.flatMap(({ fact, until }, index): TraceEvent[] => [
    { name: 'thread_name', ph: 'M', pid, tid: index + 2, args: { name: say.fault(fact) } },
    {
      ...{ name: say.fault(fact), ph: 'X', cat: 'fault', pid, tid: index + 2 },
      ...{ ts: micro(fact.at), dur: lasting(fact.at, Math.max(fact.at, until ?? fact.at)) },
    },
  ])
  const lost = transitsOf(evidence).flatMap((transit): TraceEvent[] => {
    const [first] = segmentEvents(evidence, transit)
    if (first?.fate !== 'is lost') return []
    const name = `${writeSegment(transit.relative)}: ${say.reports.fates.lost}`
    return [{ name, ph: 'i', s: 't', cat: 'fault', pid, tid: 1, ts: micro(transit.sent.at) }]
  })
  const track: TraceEvent = { name: 'thread_name', ph: 'M', pid, tid: 1, args: { name: say.reports.fates.lost } }
  return lost.length === 0 ? orders : [track, ...lost, ...orders]
}

const deedsIn = (evidence: Evidence, say: Speaker): TraceEvent[] =>
  factsOf(evidence, 'program').map((fact) => ({
    ...{ name: say.deed(fact), ph: 'i', s: 't', cat: 'program', pid: processes[fact.host], tid: tracks.program },
    ts: micro(fact.at),
  }))

function countersIn(evidence: Evidence, { page, reports }: Speaker): TraceEvent[] {
  const several = connectionsOf(evidence).length > 1
  return connectionsOf(evidence).flatMap((connection) =>
    ends.flatMap((end) => {
      const of = (name: string): string => (several ? reports.trace.counter(name, connection.number) : name)
      const counter = (name: string, at: Milliseconds, values: Readonly<Record<string, number | undefined>>) =>
        Object.values(values).every((value) => value === undefined)
          ? []
          : [{ name: of(name), ph: 'C', pid: processes[end], ts: micro(at), args: values } as const]
      const gauges = gaugesOf(evidence, end, connection).flatMap((gauge): TraceEvent[] => [
        ...counter(page.gauges.sendQueue, gauge.at, { bytes: gauge.sendQueue }),
        ...counter(page.gauges.receiveQueue, gauge.at, { bytes: gauge.receiveQueue }),
        ...counter(page.gauges.cwnd, gauge.at, { segments: gauge.window }),
      ])
      const { inFlight } = transferOf(evidence, end, connection)
      return [...gauges, ...inFlight.flatMap(({ at, value }) => counter(page.gauges.inFlight, at, { bytes: value }))]
    }),
  )
}
