import { labNames } from '../catalogue/names.ts'
import { loadLab } from '../catalogue.ts'
import { type Change, chapters, type Lab } from '../lab.ts'
import { type Paint, paint, wantsColor } from '../report/style.ts'
import { beside } from '../report/table.ts'
import type { LedgerWords } from '../words/ledger.ts'
import { nameOf } from '../words/spoken.ts'
import { type Spoken, spoken, titleIn } from './spoken.ts'

export interface ListOptions extends Spoken {
  readonly json?: boolean
}

/** Lists the labs: as JSON for programs, else as a table for people. */
export async function listCommand(options: ListOptions): Promise<void> {
  const all = await Promise.all(labNames().map(async (name) => ({ name, lab: await loadLab(name) })))
  if (options.json) {
    process.stdout.write(`${JSON.stringify(all.map(entry), undefined, 2)}\n`)
    return
  }
  const labs = all.toSorted(byLesson).map(({ name, lab }) => ({ name, lab: told(lab, options) }))
  const paints = paint(wantsColor(process.stdout))
  const groups = chapters.map((chapter) => labs.filter(({ lab }) => lab.lesson.chapter === chapter))
  const sections = groups.map((group) => [
    paints.underline(chapterOf(group[0]?.lab, options)),
    ...group.map((each) => block(each, { paints, words: spoken(options).ledger.list }).join('\n')),
  ])
  process.stdout.write(`${sections.flat().join('\n\n')}\n`)
}

/** In English the chapter's own name, in capitals; in other languages what it is called there. */
function chapterOf(lab: Lab | undefined, options: ListOptions): string {
  const chapter = lab?.lesson.chapter
  if (chapter === undefined) return ''
  const say = spoken(options)
  return (nameOf(say) === 'en' ? chapter : say.page.chapters[chapter]).toUpperCase()
}

/** The lab with its titles, and those of what changes it, in the language that was asked for. */
function told(lab: Lab, options: ListOptions): Lab {
  const { variants = {}, twins } = lab
  const all = <Kind extends Change>(changes: Readonly<Record<string, Kind>>): Record<string, Kind> =>
    Object.fromEntries(
      Object.entries(changes).map(([name, change]) => [name, { ...change, title: titleIn(change, options) }]),
    )
  return { ...lab, title: titleIn(lab, options), variants: all(variants), twins: all(twins) }
}

interface NamedLab {
  readonly name: string
  readonly lab: Lab
}

/** In the order in which someone would learn them. */
const byLesson = ({ lab: a }: NamedLab, { lab: b }: NamedLab): number =>
  chapters.indexOf(a.lesson.chapter) - chapters.indexOf(b.lesson.chapter) || a.lesson.step - b.lesson.step

/** A lab as `list --json` shows it; the fields are a contract. */
const entry = ({ name, lab }: NamedLab) => ({
  name,
  title: lab.title,
  settles: lab.settles,
  twins: Object.keys(lab.twins),
  variants: Object.keys(lab.variants ?? {}),
})

const width = 80
const margin = '  '

interface Shown {
  readonly paints: Paint
  readonly words: LedgerWords['list']
}

function block({ name, lab }: NamedLab, { paints, words }: Shown): string[] {
  return [
    paints.bold(name),
    ...indented('', lab.title, margin.length),
    ...indented(words.settles, lab.settles.join(' ')),
    ...changes('variant', words.variants, lab.variants ?? {}),
    ...changes('twin', words.twins, lab.twins),
    ...indented(words.run, `npm run lab:${name}`),
  ]
}

/** Each name on a line of its own, as it is typed, and under it what is different. */
function changes(option: 'variant' | 'twin', label: string, all: Readonly<Record<string, Change>>): string[] {
  return Object.entries(all).flatMap(([name, { title }], index) => [
    ...indented(index === 0 ? label : '', `--${option} ${quoted(name)}`),
    ...indented('', title, 14),
  ])
}

const indented = (label: string, text: string, column = 12): string[] =>
  beside(label === '' ? '' : margin + label, text, column, width)

const quoted = (name: string): string => (/^[\w-]+$/.test(name) ? name : `'${name}'`)
