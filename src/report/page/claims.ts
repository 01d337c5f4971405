import type { Evidence } from '../../evidence.ts'
import type { Found } from '../../verdict.ts'
import { oneLine } from '../printable.ts'
import { type Child, html, type InAll, type InOne } from './html.ts'
import type { Picture } from './picture.ts'

const marks = { holds: '✔', fails: '✘', unknown: '?', 'not reached': '–' } as const

/** The element of the page by which a claim is found, also in a link: `#claim=...`. */
export const claimId = (index: number): string => `claim-${index + 1}`

/** Each claim with what came of it and the places on the ladder that show it; those that every run is held to are folded. */
export function listClaims(evidence: Evidence, claims: readonly Found[], picture: Picture, inText: InAll): Child {
  const all = claims.map((found, index) => ({ found, index }))
  const folded = all.filter(({ found }) => found.verdict === 'holds' && found.id.startsWith('universal.'))
  const open = all.filter((each) => !folded.includes(each))
  const item = ({ found, index }: (typeof all)[number]): Child =>
    claimItem(found, claimId(index), shownBy(found, evidence, picture), inText)
  return html`<ol class="claims">${open.map(item)}</ol>
    ${folded.length === 0 ? undefined : html`<details class="universal"><summary>✔ ${inText((say) => say.page.universal(folded.length))}</summary><ol class="claims">${folded.map(item)}</ol></details>`}`
}

const shownBy = ({ because }: Found, { facts }: Evidence, picture: Picture): readonly string[] => [
  ...new Set(
    because.flatMap((number) => {
      const fact = facts[number]
      return (fact && picture.whichShows(fact)) ?? []
    }),
  ),
]

function claimItem(found: Found, id: string, shows: readonly string[], inText: InAll): Child {
  const { verdict, settles } = found
  const parts = (['measured', 'expected', 'got', 'missing'] as const).map((label): Child => {
    const tell: Parameters<InOne>[0] = (say) => {
      const text = say.details(found)[label]
      if (text === undefined) return ''
      return oneLine(label === 'measured' ? text : `${say.reports.labels[label]}: ${text}`)
    }
    return inText(tell) === '' ? undefined : html`<p class=${label}>${inText(tell)}</p>`
  })
  return html`<li id=${id} class=${`claim ${verdict.replace(' ', '-')}`} data-claim=${found.id} data-shows=${shows.join(' ')}>
    <span class="mark">${marks[verdict]} <span class="spoken">${inText((say) => say.page.outcomes[verdict])}</span></span>
    <div><a class="says" href=${`#claim=${encodeURIComponent(found.id)}`}>${inText((say) => oneLine(say.claim(found.states)))}</a>
    ${settles.length > 0 ? html`${' '}<span class="settles">${settles.join(' ')}</span>` : undefined}${parts}</div>
  </li>`
}
