import type { Evidence } from '../../evidence.ts'
import { counted, type JudgedField, type JudgedQuestion, type Question } from '../../predict.ts'
import { oneLine } from '../printable.ts'
import { type Child, html, type InAll } from './html.ts'
import type { Picture } from './picture.ts'

/** Each outcome has the look of a claim's. */
const looks = {
  right: { mark: '✔', like: 'holds' },
  wrong: { mark: '✘', like: 'fails' },
  unknown: { mark: '?', like: 'unknown' },
  open: { mark: '–', like: 'not-reached' },
} as const

/** The worst first, for a question is as its worst field. */
const worst: ReadonlyArray<JudgedField['outcome']> = ['wrong', 'open', 'unknown', 'right']

/** Each question with what was answered and what was seen; it lights the places on the ladder as a claim does. */
export function listPredictions(
  evidence: Evidence,
  predictions: readonly JudgedQuestion[],
  picture: Picture,
  inText: InAll,
): Child {
  if (predictions.length === 0) return undefined
  const item = ({ question, fields }: JudgedQuestion): Child => {
    const outcome = worst.find((each) => fields.some((field) => field.outcome === each)) ?? 'open'
    const { mark, like } = looks[outcome]
    const shows = placesOf(question, fields, evidence, picture)
    const key = `prediction ${question.id}`
    return html`<li class=${`claim prediction ${like}`} data-claim=${key} data-shows=${shows.join(' ')}>
      <span class="mark">${mark} <span class="spoken">${inText((say) => say.predict.outcomes[outcome])}</span></span>
      <div><a class="says" href=${`#claim=${encodeURIComponent(key)}`}>${inText((say) => oneLine(say.predict.question(question)))}</a>
      ${fields.map((field) => fieldLine(field, inText))}</div>
    </li>`
  }
  return html`<h2>${inText((say) => say.predict.headings.predictions)}</h2><ol class="claims predictions">${counted(predictions).map(item)}</ol>`
}

/** A segment shows itself where it is asked about, and the state that it led to where that is. */
function placesOf(
  { is }: Question,
  fields: readonly JudgedField[],
  { facts }: Evidence,
  picture: Picture,
): readonly string[] {
  const ids = fields.flatMap(({ because }) =>
    because.flatMap((number) => {
      const fact = facts[number]
      const segment =
        is === 'path' || is === 'stay'
          ? undefined
          : picture.segments.find(({ transit }) => transit.taps.some((tap) => tap === fact))
      return segment?.id ?? (fact && picture.whichShows(fact)) ?? []
    }),
  )
  return [...new Set(ids)]
}

const fieldLine = (field: JudgedField, inText: InAll): Child =>
  html`<p class=${`field ${field.outcome}`}>${looks[field.outcome].mark} ${inText((say) => {
    const { answer, seen, why, outcome } = field
    const said = answer === undefined ? say.predict.leftOpen : say.predict.value(answer)
    const told = { label: say.predict.label(field), said, seen: say.predict.value(seen), outcome }
    return oneLine(`${say.predict.onPage(told)}${why === undefined ? '' : ` (${say.predict.whys[why]})`}`)
  })}</p>`
