import type { Result } from '../report.ts'
import { english } from '../words/en.ts'
import type { Speaker } from '../words.ts'
import { drawCoverage } from './page/diagram.ts'
import { wholePage } from './page/document.ts'
import { type Child, html, type InAll, inAll, textIn } from './page/html.ts'
import { languageSwitch } from './page/switch.ts'

/** One run of many, as the index tells of it. */
export interface IndexRow {
  readonly name: string
  /** In each language, by its name. */
  readonly titles: Readonly<Record<string, string>>
  readonly result: Result
  readonly seconds?: number
  /** What it was graded with. */
  readonly points?: { readonly earned: number; readonly of: number }
  /** Its page, as seen from the index; none where none was written. */
  readonly href?: string
  /** Why it did not pass, in half a line, in each language. */
  readonly why?: Readonly<Record<string, string>>
}

/** Runs that belong together: of a chapter, of a submission. */
export interface IndexGroup {
  readonly titles: Readonly<Record<string, string>>
  readonly rows: readonly IndexRow[]
}

export interface Index {
  readonly titles: Readonly<Record<string, string>>
  readonly groups: readonly IndexGroup[]
  /** Which runs show an edge of the state diagram, `SYN-SENT → ESTABLISHED`, by their names; none where nobody has looked. */
  readonly edges?: ReadonlyMap<string, readonly string[]>
}

/** A page that links the pages of many runs. It needs no script, and its links are relative: a folder can be packed and sent. */
export async function indexPage(
  index: Index,
  { speakers, language }: { readonly speakers: Readonly<Record<string, Speaker>>; readonly language: string },
): Promise<string> {
  const inText = inAll(speakers)
  const said = speakers[language] ?? english
  const title = index.titles[language] ?? ''
  const results = index.groups.flatMap(({ rows }) => rows.map(({ result }) => result))
  const body = html`<body class="index">
    <header>${languageSwitch(speakers, language)}<h1>${inText(textIn(index.titles))}</h1>
      <p class="meta">${inText((say) => countsOf(results, say))}</p></header>
    <main>
      ${index.groups.map((group) => section(group, inText))}
      ${index.edges ? coverage(index, index.edges, inText, said) : undefined}
    </main>
    <footer><p>tcp-labs</p></footer>
  </body>`
  return wholePage({ title, language, body })
}

function countsOf(results: readonly Result[], say: Speaker): string {
  const names = [...new Set(results)]
  return names
    .map((name) => `${results.filter((each) => each === name).length} ${say.reports.counted[name]}`)
    .join(', ')
}

const marks: Readonly<Record<Result, string>> = {
  pass: '✔',
  fail: '✘',
  unknown: '?',
  error: '!',
  'cannot run': '–',
  interrupted: '–',
}

function section({ titles, rows }: IndexGroup, inText: InAll): Child {
  return html`<section><h2>${inText(textIn(titles))}</h2><ul class="runs">${rows.map(
    ({ name, titles: own, result, seconds, points, href, why }) => html`<li class=${`run ${result.replace(' ', '-')}`}>
      <span class="mark">${marks[result]} <span class="spoken">${inText((say) => say.reports.counted[result])}</span></span>
      ${href === undefined ? html`<span class="name">${name}</span>` : html`<a class="name" href=${href}>${name}</a>`}
      <span class="title">${inText(textIn(own))}${why === undefined ? undefined : html`<span class="why">${inText(textIn(why))}</span>`}</span>
      <span class="number">${points ? `${points.earned} / ${points.of}` : seconds === undefined ? '' : `${seconds.toFixed(1)} s`}</span>
    </li>`,
  )}</ul></section>`
}

/** The figure with what the runs have shown of it, and each edge with those that show it. */
function coverage(
  { groups }: Index,
  edges: ReadonlyMap<string, readonly string[]>,
  inText: InAll,
  said: Speaker,
): Child {
  const hrefs = new Map(groups.flatMap(({ rows }) => rows.map(({ name, href }) => [name, href] as const)))
  const link = (name: string): Child => {
    const href = hrefs.get(name)
    return href === undefined ? html`<span>${name}</span>` : html`<a href=${href}>${name}</a>`
  }
  return html`<section><h2>${inText((say) => say.page.headings.diagram)}</h2><div class="coverage">${drawCoverage(edges, said.page.headings.diagram)}
    <table class="edges"><tbody>${[...edges].map(([edge, names]) => html`<tr><th scope="row">${edge}</th><td>${names.map((name, index) => html`${index > 0 ? ', ' : ''}${link(name)}`)}</td></tr>`)}</tbody></table></div></section>`
}
