import { type Path, walkedBy } from '../../story/paths.ts'
import { edges, type State, states } from '../../tcp.ts'
import { type Child, html } from './html.ts'

/** Where each state stands, as in RFC 9293 figure 5; CLOSED stands at its beginning and at its end. */
const places: Readonly<Record<State | 'CLOSED again', readonly [number, number]>> = {
  CLOSED: [210, 20],
  LISTEN: [210, 84],
  'SYN-RECEIVED': [74, 140],
  'SYN-SENT': [346, 140],
  ESTABLISHED: [210, 196],
  'FIN-WAIT-1': [74, 256],
  'CLOSE-WAIT': [346, 256],
  CLOSING: [210, 306],
  'FIN-WAIT-2': [74, 346],
  'LAST-ACK': [346, 336],
  'TIME-WAIT': [210, 392],
  'CLOSED again': [346, 408],
}

const size = [112, 26] as const

/** Where an edge leads: to be closed for good is another place than never to have been open. */
const placeOf = (state: State, isEnd: boolean): readonly [number, number] =>
  places[state === 'CLOSED' && isEnd ? 'CLOSED again' : state]

/** From these CLOSED is the figure's upper one: nothing was open yet. */
const early: readonly State[] = ['LISTEN', 'SYN-SENT']

type End = 'client' | 'server'

/** What of the figure is lit. */
interface Lit {
  /** Who has walked an edge. */
  by(from: State, to: State): readonly End[]
  /** Who has been in a state. */
  visited(state: State): readonly End[]
  /** What else is said of an edge. */
  says?(from: State, to: State): string
}

const bothEnds: readonly End[] = ['client', 'server']

/** The figure with the edges that a run has walked, by whom. */
export function drawDiagram(paths: readonly Path[], label: string): Child {
  const walked = paths.flatMap((path) => walkedBy(path).map(({ from, to }) => ({ end: path.end, from, to: to.state })))
  return drawFigure(
    {
      by: (from, to) =>
        bothEnds.filter((end) => walked.some((each) => each.end === end && each.from === from && each.to === to)),
      visited: (state) =>
        bothEnds.filter((end) =>
          paths.some((path) => path.end === end && path.steps.some((step) => step.state === state)),
        ),
    },
    label,
  )
}

/** The figure with the edges that many runs have shown, by the names of those that did. */
export function drawCoverage(shown: ReadonlyMap<string, readonly string[]>, label: string): Child {
  const names = (from: State, to: State): readonly string[] => shown.get(`${from} → ${to}`) ?? []
  return drawFigure(
    {
      by: (from, to) => (names(from, to).length > 0 ? bothEnds : []),
      visited: (state) => ([...shown.keys()].some((edge) => edge.split(' ').includes(state)) ? bothEnds : []),
      says: (from, to) => names(from, to).join(', '),
    },
    label,
  )
}

/** RFC 9293 figure 5; an edge of Linux's own is drawn where somebody has walked it. */
function drawFigure({ by, visited, says }: Lit, label: string): Child {
  const shown = edges.filter(({ from, to, source }, index) => {
    const isFirst = edges.findIndex((edge) => edge.from === from && edge.to === to) === index
    return isFirst && (source === 'figure 5' || by(from, to).length > 0)
  })
  return html`<svg id="diagram" viewBox="0 0 420 430" role="img" aria-label=${label}>
    ${shown.map(({ from, to, on, source }) => {
      const classes = ['edge', ...by(from, to), ...(source === 'Linux' ? ['linux'] : [])].join(' ')
      const more = says?.(from, to)
      const path = edgePath(placeOf(from, false), placeOf(to, !early.includes(from)))
      return html`<g class=${classes} data-edge="${from} ${to}"><title>${from} → ${to}: ${on}${more ? ` (${more})` : ''}</title><path d=${path} /></g>`
    })}
    ${[...states, 'CLOSED again' as const].map((state) => {
      const [x, y] = places[state]
      const name = state === 'CLOSED again' ? 'CLOSED' : state
      return html`<g class=${['node', ...visited(name)].join(' ')} data-state=${state}>
        <rect class="box" x=${x - size[0] / 2} y=${y - size[1] / 2} width=${size[0]} height=${size[1]} rx="6" />
        <rect class="of client" x=${x - size[0] / 2} y=${y - size[1] / 2} width=${size[0] / 2} height=${size[1]} rx="6" />
        <rect class="of server" x=${x} y=${y - size[1] / 2} width=${size[0] / 2} height=${size[1]} rx="6" />
        <text x=${x} y=${y + 4} text-anchor="middle">${name}</text>
      </g>`
    })}
  </svg>`
}

/** From border to border, with a head; the way back of a pair is beside it. */
function edgePath([x1, y1]: readonly [number, number], [x2, y2]: readonly [number, number]): string {
  const length = Math.hypot(x2 - x1, y2 - y1) || 1
  const [dx, dy] = [(x2 - x1) / length, (y2 - y1) / length]
  const [sideX, sideY] = [-dy * 4, dx * 4]
  const reach = (x: number, y: number): number =>
    Math.min(
      Math.abs(x) < 0.01 ? Number.POSITIVE_INFINITY : size[0] / 2 / Math.abs(x),
      Math.abs(y) < 0.01 ? Number.POSITIVE_INFINITY : size[1] / 2 / Math.abs(y),
    )
  const gap = reach(dx, dy) + 3
  const [fromX, fromY] = [x1 + dx * gap + sideX, y1 + dy * gap + sideY]
  const [toX, toY] = [x2 - dx * (gap + 2) + sideX, y2 - dy * (gap + 2) + sideY]
  const angle = Math.atan2(toY - fromY, toX - fromX)
  const corner = (turn: number): string =>
    `${(toX - 8 * Math.cos(angle + turn)).toFixed(1)} ${(toY - 8 * Math.sin(angle + turn)).toFixed(1)}`
  return `M${fromX.toFixed(1)} ${fromY.toFixed(1)}L${toX.toFixed(1)} ${toY.toFixed(1)}M${corner(0.45)}L${toX.toFixed(1)} ${toY.toFixed(1)}L${corner(-0.45)}`
}
