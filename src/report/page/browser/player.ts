import { placeAt, timeAt } from '../axis.ts'
import type { PageData } from '../data.ts'
import { columns } from '../geometry.ts'
import { all, byId, language } from './dom.ts'
import { showNow } from './now.ts'
import { fittingPixels, foldedScale, redraw, type Scale, trueScale } from './scale.ts'

/** Moves the cursor through the run. */
export interface Player {
  /** Milliseconds of the run. */
  readonly time: () => number
  go(time: number, seek?: 'seeks'): void
  /** To the moment that is drawn where somebody has clicked. */
  goWhere(event: MouseEvent): void
  step(by: 1 | -1): void
  toggle(): void
  fold(): void
  zoom(by: number): void
}

/** In folded time the cursor goes so many pixels a second at speed 1, so that nothing is waited for. */
const pixelsPerSecond = 70

export function makePlayer(data: PageData): Player {
  const folded = foldedScale(data.axis)
  let scale: Scale = folded
  let pixels = fittingPixels(data.axis, 1600)
  let time = data.end
  let running: { readonly since: number } | undefined
  const isFolded = (): boolean => scale === folded
  const speed = (): number => Number(byId<HTMLSelectElement>('speed').value)
  const slider = byId<HTMLInputElement>('slider')

  const show = (): void => {
    const y = placeAt(scale.axis, time)
    const [future, cursor] = [byId<SVGElement>('future'), byId<SVGElement>('cursor')]
    const isOver = time >= data.end
    future.setAttribute('y', String(y))
    future.setAttribute('height', String(isOver ? 0 : scale.height - y))
    for (const name of ['y1', 'y2']) cursor.setAttribute(name, String(isOver ? scale.height : y))
    byId('clock').textContent = time < 1000 ? `+${time.toFixed(3)} ms` : `+${(time / 1000).toFixed(3)} s`
    const first = folded.axis[0]?.[1] ?? 0
    slider.value = String((1000 * (placeAt(folded.axis, time) - first)) / Math.max(1, folded.height - 30 - first))
    slider.setAttribute('aria-valuetext', byId('clock').textContent ?? '')
    for (const chart of all<SVGElement>('.chart svg')) moveIn(chart, time)
    showNow(data, time)
  }
  const go = (to: number): void => {
    time = Math.min(data.end, Math.max(data.axis[0]?.[0] ?? 0, to))
    show()
  }
  const sayState = (): void => {
    const words = data.words[language()]
    const button = byId('button-play')
    button.title = (running ? words?.pause : words?.play) ?? ''
    const [sign, spoken] = button.children
    if (sign) sign.textContent = running ? '||' : '▶'
    if (spoken) spoken.textContent = button.title
  }
  const stop = (): void => {
    running = undefined
    sayState()
  }
  const frame = (now: number): void => {
    if (!running) return
    const passed = Math.min(100, now - running.since) * speed()
    running = { since: now }
    const next = isFolded()
      ? timeAt(scale.axis, placeAt(scale.axis, time) + (passed * pixelsPerSecond) / 1000)
      : time + passed
    go(next)
    follow(placeAt(scale.axis, time), scale.height)
    if (time >= data.end) stop()
    else requestAnimationFrame(frame)
  }
  return {
    time: () => time,
    go: (to, seek) => {
      if (seek) stop()
      go(to)
      if (seek) follow(placeAt(scale.axis, time), scale.height)
    },
    goWhere({ clientY }) {
      stop()
      const box = byId<SVGSVGElement>('ladder').getBoundingClientRect()
      go(timeAt(scale.axis, ((clientY - box.top) / box.width) * columns.width))
    },
    step(by) {
      stop()
      const near = 0.0005
      const next =
        by > 0 ? data.moments.find((at) => at > time + near) : data.moments.findLast((at) => at < time - near)
      go(next ?? (by > 0 ? data.end : 0))
      follow(placeAt(scale.axis, time), scale.height)
    },
    toggle() {
      if (running) return stop()
      if (time >= data.end) go(0)
      running = { since: performance.now() }
      sayState()
      requestAnimationFrame(frame)
    },
    fold() {
      scale = isFolded() ? trueScale(data.axis, pixels) : folded
      byId('button-unfold').setAttribute('aria-pressed', String(!isFolded()))
      redraw(scale, isFolded())
      show()
    },
    zoom(by) {
      pixels = Math.min(200, Math.max(fittingPixels(data.axis, 300), pixels * by))
      scale = trueScale(data.axis, pixels)
      redraw(scale, false)
      show()
    },
  }
}

/** Keeps the cursor in sight. */
function follow(y: number, height: number): void {
  const box = byId<SVGSVGElement>('ladder').getBoundingClientRect()
  const at = box.top + (y / height) * box.height
  const [top, bottom] = [90, window.innerHeight - 60]
  if (at < top || at > bottom) window.scrollBy({ top: at - (top + bottom) / 2, behavior: 'instant' })
}

function moveIn(chart: SVGElement, time: number): void {
  const { from, until, left, right } = chart.dataset
  const share = (time - Number(from)) / Math.max(1, Number(until) - Number(from))
  const x = Number(left) + Math.min(1, Math.max(0, share)) * (Number(right) - Number(left))
  const cursor = chart.querySelector('.chart-cursor')
  for (const name of ['x1', 'x2']) cursor?.setAttribute(name, String(x))
}
