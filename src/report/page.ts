import type { Evidence } from '../evidence.ts'
import type { JudgedQuestion } from '../predict.ts'
import { pathsOf } from '../story/paths.ts'
import { duration, type State } from '../tcp.ts'
import type { Judgement } from '../verdict.ts'
import { english } from '../words/en.ts'
import type { Speaker } from '../words.ts'
import { type ToldFirst, toldFirst } from './first-sentence.ts'
import { drawCharts } from './page/charts.ts'
import { claimId, listClaims } from './page/claims.ts'
import { dataOf, statesAt } from './page/data-of.ts'
import { drawDiagram } from './page/diagram.ts'
import { wholePage } from './page/document.ts'
import { type CapturedPacket, dumpsOf } from './page/dump.ts'
import { html, type InAll, type InOne, inAll, textIn } from './page/html.ts'
import { drawLadder, type Flag } from './page/ladder.ts'
import { type Picture, pictureOf } from './page/picture.ts'
import { listPredictions } from './page/predictions.ts'
import { tableOfSegments } from './page/segments.ts'
import { languageSwitch } from './page/switch.ts'

/** What a page is drawn from. */
export interface Paged {
  readonly evidence: Evidence
  readonly judgement: Judgement
  /** The lab's title in each language, and what was played otherwise. */
  readonly titles: Readonly<Record<string, string>>
  readonly change: { readonly variant?: string; readonly twin?: string }
  /** What somebody had predicted of it, with what was seen. */
  readonly predictions?: readonly JudgedQuestion[]
  /** The ends' captures, where they are there. */
  readonly captures: Readonly<Partial<Record<'client' | 'server', readonly CapturedPacket[]>>>
}

export interface PageOptions {
  /** Every language that the page has, by its name; the first is shown where none is asked for. */
  readonly speakers: Readonly<Record<string, Speaker>>
  readonly language: string
}

/**
 * One file in which a run can be seen and replayed: the ladder is drawn in it, so that it needs neither a network nor a script, and
 * a script of its own moves a cursor through it. Every text from a program is escaped.
 */
export async function page(paged: Paged, { speakers, language }: PageOptions): Promise<string> {
  const { evidence, judgement, titles, captures, predictions = [] } = paged
  const picture = pictureOf(evidence)
  const [inText, inSvg] = [inAll(speakers), inAll(speakers, 'tspan')]
  const said = speakers[language] ?? english
  const ladder = drawLadder(evidence, picture, flagsOf(paged), { inText: inSvg, inTitle: (tell) => tell(said) })
  const title = titles[language] ?? titles.en ?? evidence.setting.lab
  const first = toldFirst(evidence, judgement, said)
  const body = html`<body>
    <header>
      ${languageSwitch(speakers, language)}
      <h1>${inText(textIn(titles))}</h1>
      <p class="meta"><span class=${`verdict ${judgement.verdict}`}>${inText((say) => say.page.verdicts[judgement.verdict])}</span>${' · '}${evidence.setting.lab}${changeOf(paged, inText)}${' · '}${evidence.setting.began}${' · '}${duration(picture.end)}${' · '}${inText((say) => say.reports.heading(evidence.setting))}</p>
      ${first ? firstOf(first) : undefined}
      ${waitsOf(picture).map(({ end, state }) => html`<p class="waits">${inText((say) => say.page.waitsFor(end, state))}</p>`)}
    </header>
    <main>
      ${playerOf(inText, (tell) => tell(said))}
      <div class="body">
        <section>${drawCharts(evidence, picture, { inText, inSvg })}
          <h2 id="ladder-title">${inText((say) => say.page.headings.ladder)}</h2>
          ${legend(inText)}
          <div class="ladder" tabindex="0" role="region" aria-labelledby="ladder-title">${ladder.svg}</div>
          ${picture.alike.map(({ as, numbers }) => html`<p class="hint">${inText((say) => say.page.connectionsAlike(numbers, as))}</p>`)}
          ${picture.notDrawn > 0 ? html`<p class="hint">${inText((say) => say.page.connectionsLeft(picture.notDrawn))}</p>` : undefined}
        </section>
        <aside>
          <h2>${inText((say) => say.page.headings.now)}</h2>${nowOf(evidence, picture, inText)}
          <h2>${inText((say) => say.page.headings.diagram)}</h2>${drawDiagram(pathsOf(evidence), said.page.headings.diagram)}
          ${listPredictions(evidence, predictions, picture, inText)}
          <h2>${inText((say) => say.page.headings.claims)}: ${inText((say) => say.reports.verdict(countsOf(judgement)))}</h2>${listClaims(evidence, judgement.claims, picture, inText)}
        </aside>
        <div class="table" tabindex="0" role="region" aria-label=${said.page.headings.segments}>${tableOfSegments(picture, dumpsOf(picture, captures), inText)}</div>
      </div>
    </main>
    <footer><p class="hint keys">${inText((say) => say.page.keys)}</p><noscript>${inText((say) => say.page.noScript)}</noscript><p>tcp-labs</p></footer>
  </body>`
  return wholePage({
    title: `${title} · ${said.page.verdicts[judgement.verdict]}`,
    language,
    body,
    data: dataOf(evidence, picture, ladder.axis, speakers),
  })
}

const changeOf = ({ change }: Paged, inText: InAll) =>
  change.variant === undefined && change.twin === undefined
    ? ''
    : html` (${inText((say) => say.reports.change(change))})`

function countsOf({ claims }: Judgement) {
  const of = (verdict: Judgement['claims'][number]['verdict']): number =>
    claims.filter((each) => each.verdict === verdict).length
  return {
    all: claims.length,
    holds: of('holds'),
    fails: of('fails'),
    unknown: of('unknown'),
    'not reached': of('not reached'),
  }
}

const firstOf = ({ sentence, hints, printed }: ToldFirst) => html`<div class="first"><strong>${sentence}</strong>
  ${hints.map((hint) => html`<p>${hint}</p>`)}
  ${printed.lines.length > 0 ? html`<p>${printed.heading}</p><pre>${printed.lines.join('\n')}</pre>` : undefined}</div>`

/** States that no timer of the kernel's ends, and that lasted to the end. */
const forEver: readonly State[] = ['CLOSE-WAIT']

const waitsOf = ({ states, end }: Picture) =>
  states.filter(({ state, until, at }) => forEver.includes(state) && until === end && end - at > 1500).slice(0, 1)

/** A failed claim's mark stands where it broke. */
function flagsOf({ evidence, judgement }: Paged): Flag[] {
  return judgement.claims.flatMap(({ verdict, because }, index) => {
    // The last of them is what should not have come, or where the rest did not.
    const fact = evidence.facts[because.at(-1) ?? -1]
    return verdict === 'fails' && fact ? [{ claim: claimId(index), at: fact.at }] : []
  })
}

const legend = (inText: InAll) =>
  html`<p class="legend">${(['syn', 'data', 'ack', 'fin', 'rst', 'again', 'copy', 'lost', 'held'] as const).map(
    (name) => html`<span class=${`key ${name}`}>${inText((say) => say.page.legend[name])}</span>`,
  )}</p>`

/** Hidden until a script is there that plays. */
function playerOf(inText: InAll, inTitle: InOne) {
  const button = (
    name: 'start' | 'back' | 'play' | 'forward' | 'end' | 'unfold' | 'narrower' | 'wider',
    sign: string,
  ) =>
    html`<button type="button" id=${`button-${name}`} title=${inTitle((say) => say.page.buttons[name])}><span aria-hidden="true">${sign}</span><span class="spoken">${inText((say) => say.page.buttons[name])}</span></button>`
  return html`<div class="player" role="group" hidden>
    ${button('start', '|◀')}${button('back', '‹')}${button('play', '▶')}${button('forward', '›')}${button('end', '▶|')}
    <label><span class="spoken">${inText((say) => say.page.buttons.speed)}</span><select id="speed">${[0.1, 0.25, 0.5, 1, 2, 4].map((speed) => html`<option value=${speed} selected=${speed === 1}>${`${speed} ×`}</option>`)}</select></label>
    <label class="slider"><span class="spoken">${inText((say) => say.page.buttons.time)}</span><input type="range" id="slider" min="0" max="1000" value="1000" autocomplete="off" /></label>
    <output id="clock" for="slider"></output>
    ${button('unfold', '↕')}${button('narrower', '−')}${button('wider', '+')}
  </div>`
}

/** Of which connection the table tells, where there are several. */
const connectionSwitch = ({ connections }: Picture, inText: InAll) =>
  connections.length < 2
    ? undefined
    : html`<label>${inText((say) => say.page.connection)} <select id="connection" autocomplete="off">${connections.map(({ number }, index) => html`<option value=${index}>${number}</option>`)}</select></label>`

/** The rows are filled for the story's end; the script fills them for any moment. */
function nowOf(evidence: Evidence, picture: Picture, inText: InAll) {
  const rows = ['state', 'timer', 'sendQueue', 'receiveQueue', 'window', 'inFlight', 'cwnd', 'ssthresh'] as const
  const [first] = picture.connections
  const last = (end: 'client' | 'server') => statesAt(evidence, first, end).at(-1)?.[1] ?? ''
  return html`<table class="now"><thead><tr><td>${connectionSwitch(picture, inText)}</td>${(['client', 'server'] as const).map((end) => html`<th scope="col">${inText((say) => say.page.ends[end])}</th>`)}</tr></thead>
    <tbody>${rows.map((row) => html`<tr id=${`now-${row}`}><th scope="row">${inText((say) => say.page.gauges[row])}</th><td class="client">${row === 'state' ? last('client') : ''}</td><td class="server">${row === 'state' ? last('server') : ''}</td></tr>`)}</tbody></table>`
}
