import { timeAt } from '../axis.ts'
import type { PageData } from '../data.ts'
import { byId } from './dom.ts'
import { chooseClaim, linkUp } from './links.ts'
import { makePlayer, type Player } from './player.ts'

const data = JSON.parse(byId('data').textContent ?? '') as PageData
const player = makePlayer(data)

const buttons: Readonly<Record<string, () => void>> = {
  'button-start': () => player.go(0, 'seeks'),
  'button-back': () => player.step(-1),
  'button-play': () => player.toggle(),
  'button-forward': () => player.step(1),
  'button-end': () => player.go(data.end, 'seeks'),
  'button-unfold': () => player.fold(),
  'button-narrower': () => player.zoom(1 / 1.6),
  'button-wider': () => player.zoom(1.6),
}
for (const [id, act] of Object.entries(buttons)) byId(id).addEventListener('click', act)

const keys: Readonly<Record<string, () => void>> = {
  ' ': () => player.toggle(),
  ArrowRight: () => player.step(1),
  ArrowLeft: () => player.step(-1),
  Home: () => player.go(0, 'seeks'),
  End: () => player.go(data.end, 'seeks'),
  f: () => player.fold(),
  '+': () => player.zoom(1.6),
  '-': () => player.zoom(1 / 1.6),
}
document.addEventListener('keydown', (event) => {
  const { key, ctrlKey, altKey, metaKey, target } = event
  // What a control does with a key is its own.
  const isControl = target instanceof Element && target.closest('input, select, button, summary, a') !== null
  const act = keys[key]
  if (!act || ctrlKey || altKey || metaKey || isControl) return
  event.preventDefault()
  act()
})

byId<SVGSVGElement>('ladder').addEventListener('click', (event) => {
  if (event.target instanceof Element && !event.target.closest('.segment, .flags')) player.goWhere(event)
})

const slider = byId<HTMLInputElement>('slider')
slider.addEventListener('input', () => player.go(timeOfSlider(), 'seeks'))

function timeOfSlider(): number {
  const [first = 0, last = 0] = [data.axis[0]?.[1], data.axis.at(-1)?.[1]]
  return timeAt(data.axis, first + (Number(slider.value) / 1000) * (last - first))
}

/** `#t=0.246` is a moment in seconds, `#claim=...` a claim by its id; the slider of one who came by no link stands at the end. */
function followLink(to: Player): void {
  const asked = new URLSearchParams(location.hash.slice(1))
  const time = Number(asked.get('t'))
  if (asked.has('t') && Number.isFinite(time)) to.go(time * 1000, 'seeks')
  const claim = [...document.querySelectorAll<HTMLElement>('.claim')].find(
    (each) => each.dataset.claim === asked.get('claim'),
  )
  if (claim) chooseClaim(claim, to)
}

for (const input of document.querySelectorAll<HTMLInputElement>('input[name=language]'))
  input.addEventListener('change', () => {
    document.documentElement.lang = input.value
    player.go(player.time())
  })

document.querySelector('#connection')?.addEventListener('change', () => player.go(player.time()))

linkUp(player)
document.querySelector('.player')?.removeAttribute('hidden')
player.go(data.end)
followLink(player)
window.addEventListener('hashchange', () => followLink(player))
