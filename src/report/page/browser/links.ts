import { all, byId } from './dom.ts'
import type { Player } from './player.ts'

/** A segment, or a claim with the facts that show it, is chosen by a click, a key or a link. */
export function linkUp(player: Player): void {
  for (const segment of all<SVGElement>('#ladder .segment')) {
    segment.setAttribute('tabindex', '0')
    segment.addEventListener('click', () => chooseSegment(segment.id, 'opens'))
    segment.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') chooseSegment(segment.id, 'opens')
    })
    segment.addEventListener('focus', () => chooseSegment(segment.id))
  }
  for (const row of all<HTMLElement>('#segments-table tr[data-segment]'))
    row.querySelector('details')?.addEventListener('toggle', () => mark(row.dataset.segment ?? ''))
  for (const claim of all<HTMLElement>('.claim')) {
    claim.querySelector('.says')?.addEventListener('click', (event) => {
      event.preventDefault()
      chooseClaim(claim, player)
      history.replaceState(undefined, '', `#claim=${encodeURIComponent(claim.dataset.claim ?? '')}`)
    })
  }
  for (const flag of all<SVGElement>('#ladder .flags text'))
    flag.addEventListener('click', () => {
      const claim = document.getElementById(flag.dataset.claim ?? '')
      if (claim) chooseClaim(claim, player)
      claim?.scrollIntoView({ block: 'nearest' })
    })
}

function mark(id: string): void {
  for (const each of all('.segment.chosen, #segments-table .chosen')) each.classList.remove('chosen')
  document.getElementById(id)?.classList.add('chosen')
  document.getElementById(`row-${id}`)?.classList.add('chosen')
}

function chooseSegment(id: string, opens?: 'opens'): void {
  mark(id)
  if (!opens) return
  const row = byId(`row-${id}`)
  for (const open of all<HTMLDetailsElement>('#segments-table details[open]')) open.open = false
  const details = row.querySelector('details')
  if (details) details.open = true
  row.scrollIntoView({ block: 'center' })
}

/** Lights what shows it, and goes to its first place. */
export function chooseClaim(claim: HTMLElement, player: Player): void {
  for (const each of all('.claim.chosen, .lit')) each.classList.remove('chosen', 'lit')
  claim.classList.add('chosen')
  claim.closest('details')?.setAttribute('open', '')
  const shows = (claim.dataset.shows ?? '').split(' ').filter((id) => id !== '')
  const lit = shows.flatMap((id) => document.getElementById(id) ?? [])
  for (const each of lit) each.classList.add('lit')
  const times = lit.map((each) => Number((each as HTMLElement).dataset.t))
  // All of it is in the past then, and can be seen.
  if (times.length > 0) player.go(Math.max(player.time(), ...times))
  lit[0]?.scrollIntoView({ block: 'center' })
}
