import { findLab, isOutside, labNames } from '../catalogue/names.ts'
import { loadLab } from '../catalogue.ts'
import { type Change, chapters, type Lab } from '../lab.ts'
import { widthOfScreen } from '../report/screen.ts'
import { type Paint, paint, wantsColor } from '../report/style.ts'
import { beside } from '../report/table.ts'
import { padStart } from '../report/width.ts'
import { type Milliseconds, s } from '../tcp.ts'
import type { LedgerWords } from '../words/ledger.ts'
import { nameOf } from '../words/spoken.ts'
import { type Spoken, spoken, titleIn } from './spoken.ts'

export interface ListOptions extends Spoken {
  readonly json?: boolean
}

/** Lists the labs in a line each, or all about those that are named; as JSON for programs. */
export async function listCommand(names: readonly string[], options: ListOptions): Promise<void> {
  const wanted = names.length === 0 ? labNames() : names.map(findLab)
  const all = await Promise.all(wanted.map(async (name) => ({ name, lab: await loadLab(name) })))
  const chosen = all.toSorted(byLesson)
  if (options.json) {
    process.stdout.write(`${JSON.stringify(chosen.map(entry), undefined, 2)}\n`)
    return
  }
  const labs = chosen.map(({ name, lab }) => ({ name, lab: told(lab, options) }))
  const drawn = {
    paints: paint(wantsColor(process.stdout)),
    words: spoken(options).ledger.list,
    width: widthOfScreen(bounds),
  }
  const lines =
    names.length > 0 ? labs.map((each) => block(each, drawn).join('\n')).join('\n\n') : table(labs, options, drawn)
  process.stdout.write(`${lines}\n`)
}

/** By chapter, a line a lab: its name, about how long it takes, its title. */
function table(labs: readonly NamedLab[], options: ListOptions, drawn: Drawn): string {
  const column = Math.max(...labs.map(({ name }) => name.length)) + 1
  const line = ({ name, lab }: NamedLab): string[] => {
    const label = `${margin}${name.padEnd(column)}${padStart(seconds(lab.takes ?? s(1)), 5)}`
    const [first = '', ...more] = beside(label, lab.title, label.length + 2, drawn.width)
    return [first.replace(name, drawn.paints.bold(name)), ...more]
  }
  const groups = chapters.map((chapter) => labs.filter(({ lab }) => lab.lesson.chapter === chapter))
  const variants = labs.reduce((sum, { lab }) => sum + Object.keys(lab.variants ?? {}).length, 0)
  return [
    ...groups.flatMap((group) => [
      drawn.paints.underline(chapterOf(group[0]?.lab, options)),
      ...group.flatMap(line),
      '',
    ]),
    ...beside('', drawn.words.more(labs.length, variants), 0, drawn.width),
  ].join('\n')
}

const seconds = (time: Milliseconds): string => `${Math.ceil(time / 1000)} s`

/** In a pipe a lab is a line, whatever its title. */
const bounds = { least: 60, most: 200, inPipe: Number.POSITIVE_INFINITY } as const

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

/** A lab as `list --json` shows it, in the same order; the fields are a contract. */
const entry = ({ name, lab }: NamedLab) => ({
  name,
  title: lab.title,
  chapter: lab.lesson.chapter,
  seconds: (lab.takes ?? s(1)) / 1000,
  settles: lab.settles,
  twins: Object.keys(lab.twins),
  variants: Object.keys(lab.variants ?? {}),
})

const margin = '  '

interface Drawn {
  readonly paints: Paint
  readonly words: LedgerWords['list']
  /** How wide a line may be. */
  readonly width: number
}

function block({ name, lab }: NamedLab, { paints, words, width: all }: Drawn): string[] {
  const indented = (label: string, text: string, column = 12): string[] =>
    beside(label === '' ? '' : margin + label, text, column, Math.min(100, all))
  /** Each name on a line of its own, as it is typed, and under it what is different. */
  const changes = (option: 'variant' | 'twin', label: string, of: Readonly<Record<string, Change>>): string[] =>
    Object.entries(of).flatMap(([change, { title }], index) => [
      ...indented(index === 0 ? label : '', `--${option} ${quoted(change)}`),
      ...indented('', title, 14),
    ])
  return [
    `${paints.bold(name)}  ${seconds(lab.takes ?? s(1))}`,
    ...indented('', lab.title, margin.length),
    ...(lab.settles.length > 0 ? indented(words.settles, lab.settles.join(' ')) : []),
    ...changes('variant', words.variants, lab.variants ?? {}),
    ...changes('twin', words.twins, lab.twins),
    ...indented(words.run, isOutside(name) ? `npm run lab -- run ${name}` : `npm run lab:${name}`),
  ]
}

const quoted = (name: string): string => (/^[\w-]+$/.test(name) ? name : `'${name}'`)
