import { english } from '../words/en.ts'
import type { LedgerWords } from '../words/ledger.ts'
import type { Speaker } from '../words.ts'
import { wholePage } from './page/document.ts'
import { type Child, html, type InAll, inAll, textIn } from './page/html.ts'
import { languageSwitch } from './page/switch.ts'

/** The same in each language, by its name. */
type Texts = Readonly<Record<string, string>>

/** A statement as the page of the ledger tells it. */
export interface PagedStatement {
  readonly id: string
  readonly claim: Texts
  readonly ruling: keyof LedgerWords['rulings']
  readonly settled: boolean
  readonly notes: readonly string[]
  readonly source: string
  readonly since?: Texts
  readonly sides: readonly PagedSide[]
}

export interface PagedSide {
  readonly id: string
  readonly verdict: 'holds' | 'refuted'
  readonly shown: boolean
  readonly notes: readonly string[]
  readonly linux?: Texts
  readonly labs: readonly PagedLab[]
}

/** A lab that settles a side, and its latest run where there is one. */
export interface PagedLab {
  readonly lab: string
  readonly variant?: string
  readonly verdict?: 'pass' | 'fail' | 'unknown'
  readonly began?: string
  /** Its page as seen from this one. */
  readonly href?: string
}

/** The ledger as a page: each statement with what this machine's kernel made of it, and links to the pages of the runs that show it. */
export async function claimsPage(
  statements: readonly PagedStatement[],
  { speakers, language }: { readonly speakers: Readonly<Record<string, Speaker>>; readonly language: string },
): Promise<string> {
  const inText = inAll(speakers)
  const said = speakers[language] ?? english
  const settled = statements.filter((each) => each.settled).length
  const letters = [...new Set(statements.map(({ id }) => id.slice(0, 1)))].filter(isChapter)
  const body = html`<body class="index">
    <header>${languageSwitch(speakers, language)}<h1>${inText(({ ledger }) => ledger.page.title)}</h1>
      <p class="meta">${inText(({ ledger }) => ledger.settled(settled, statements.length))}</p></header>
    <main>${letters.map(
      (letter) => html`<section><h2>${inText(({ ledger }) => ledger.file.chapters[letter])}</h2>
        ${statements.filter(({ id }) => id.startsWith(letter)).map((each) => article(each, inText))}</section>`,
    )}</main>
    <footer><p>tcp-labs</p></footer>
  </body>`
  return wholePage({ title: said.ledger.page.title, language, body })
}

type Chapter = keyof LedgerWords['file']['chapters']
const isChapter = (letter: string): letter is Chapter => Object.hasOwn(english.ledger.file.chapters, letter)

function article(statement: PagedStatement, inText: InAll): Child {
  const { id, claim, ruling, settled, notes, source, since, sides } = statement
  return html`<article class="statement" id=${id}>
    <h3><span class=${settled ? 'mark settled' : 'mark'} aria-hidden="true">${settled ? '✔' : '–'}</span> <a href=${`#${id}`}>${id}</a>${' '}
      <span class=${`ruling ${ruling.replace(/\W.*/, '')}`}>${inText(({ ledger }) => ledger.rulings[ruling])}</span></h3>
    <p>${inText(textIn(claim))}</p>
    <p class="meta">${[notes.join(', '), source].filter((part) => part !== '').join(' · ')}${since ? html`${' · '}${inText(textIn(since))}` : undefined}</p>
    <ul>${sides.map((side) => html`<li>${sideOf(side, inText)}</li>`)}</ul>
  </article>`
}

function sideOf({ id, verdict, shown, notes, linux, labs }: PagedSide, inText: InAll): Child {
  const says = inText((say, name) => say.ledger.side(say.ledger.rulings[verdict], notes, linux?.[name]))
  return html`${shown ? '✔' : '–'} <strong>${id}</strong> ${says}<span class="labs">${
    labs.length === 0
      ? inText(({ ledger }) => ledger.noLab)
      : labs.map((each, index) => html`${index > 0 ? ', ' : ''}${labOf(each, inText)}`)
  }</span>`
}

function labOf({ lab, variant, verdict, began, href }: PagedLab, inText: InAll): Child {
  const name = inText(({ ledger }) => (variant === undefined ? lab : ledger.variant(lab, variant)))
  const became = inText(({ ledger }) => (verdict === undefined ? ledger.page.notPlayed : ledger.verdicts[verdict]))
  return html`${href === undefined ? name : html`<a href=${href} title=${began ?? ''}>${name}</a>`} <span class=${`became ${verdict ?? 'none'}`}>${became}</span>`
}
