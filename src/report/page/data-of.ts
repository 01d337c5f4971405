import type { End, Evidence } from '../../evidence.ts'
import type { Connection } from '../../story/connections.ts'
import { gaugesOf, type Point, transferOf, windowsOf } from '../../story/curves.ts'
import { pathsOf } from '../../story/paths.ts'
import { ms } from '../../tcp.ts'
import type { Speaker } from '../../words.ts'
import type { EndData, GaugeData, PageData } from './data.ts'
import type { Picture } from './picture.ts'

/** What the page's script needs to know of a run besides what is drawn. */
export function dataOf(
  evidence: Evidence,
  picture: Picture,
  axis: PageData['axis'],
  speakers: Readonly<Record<string, Speaker>>,
): PageData {
  const moments = [
    ...picture.segments.flatMap(({ transit: { sent, arrived } }) => [sent.at, ...(arrived ? [arrived.at] : [])]),
    ...picture.states.map(({ at }) => at),
    ...picture.faults.map(({ fact }) => fact.at),
    ...picture.deeds.map(({ fact }) => fact.at),
    ...picture.frames.map(({ fact }) => fact.at),
    picture.end,
  ]
  return {
    axis: axis.map(([at, place]) => [three(at), Math.round(place * 10) / 10]),
    end: picture.end,
    moments: [...new Set(moments.map(three))].sort((a, b) => a - b),
    connections: lookedAt(picture).map((connection) => ({
      client: endData(evidence, connection, 'client'),
      server: endData(evidence, connection, 'server'),
    })),
    words: Object.fromEntries(
      Object.entries(speakers).map(([name, { page: words }]) => [
        name,
        {
          play: words.buttons.play,
          pause: words.buttons.pause,
          segments: words.axes.segments,
        },
      ]),
    ),
  }
}

/** The connections that can be looked at; where there was none, what there was besides. */
const lookedAt = ({ connections }: Picture): ReadonlyArray<Connection | undefined> =>
  connections.length === 0 ? [undefined] : connections

/** The states that an end of a connection was in, from when, and before it those of the listener. */
export function statesAt(evidence: Evidence, connection: Connection | undefined, end: End): EndData['states'] {
  const own = pathsOf(evidence).filter(
    (path) => path.end === end && (!path.connection || path.connection.number === connection?.number),
  )
  const listener = own.find((path) => !path.connection)?.steps ?? []
  const steps = own.find((path) => path.connection)?.steps ?? []
  const [first] = steps
  const before = listener.filter(({ at }) => !first || at < first.at)
  return [...before, ...steps].map(({ at, state }) => [three(at), state] as const)
}

/** All that the page tells of an end of a connection at any moment. */
export function endData(evidence: Evidence, connection: Connection | undefined, end: End): EndData {
  const states = statesAt(evidence, connection, end)
  if (!connection) return { states, gauges: [], windows: [], inFlight: [] }
  return {
    states,
    gauges: sparse(gaugesOf(evidence, end, connection)).map(gaugeData),
    windows: pairs(windowsOf(evidence, end, connection)),
    inFlight: pairs(transferOf(evidence, end, connection).inFlight),
  }
}

const gaugeData = ({
  at,
  sendQueue,
  receiveQueue,
  timer,
  window,
  threshold,
}: ReturnType<typeof gaugesOf>[number]): GaugeData => ({
  t: three(at),
  ...(sendQueue ? { s: sendQueue } : {}),
  ...(receiveQueue ? { r: receiveQueue } : {}),
  ...(timer ? { n: timer.name, l: Math.round(timer.left) } : {}),
  ...(window === undefined ? {} : { w: window }),
  ...(threshold === undefined || threshold > 1e6 ? {} : { h: threshold }),
})

const pairs = (points: readonly Point[]) =>
  sparse(points.filter(({ value }, index) => value !== points[index - 1]?.value)).map(
    ({ at, value }) => [three(at), value] as const,
  )

/** So many of each are enough for an eye; the last one holds to the end. */
const enough = 800
const sparse = <Item>(items: readonly Item[]): readonly Item[] => {
  const every = Math.ceil(items.length / enough)
  return every <= 1 ? items : items.filter((_, index) => index % every === 0 || index === items.length - 1)
}

const three = (at: number): number => ms(Math.round(at * 1000) / 1000)
