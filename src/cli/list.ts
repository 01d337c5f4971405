import { labNames } from '../catalogue/names.ts'
import { loadLab } from '../catalogue.ts'
import { type Change, chapters, type Lab } from '../lab.ts'
import { type Paint, paint, wantsColor } from '../report/style.ts'
import { beside } from '../report/table.ts'
import { type Spoken, titleIn } from './spoken.ts'

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
    paints.underline((group[0]?.lab.lesson.chapter ?? '').toUpperCase()),
    ...group.map((each) => block(each, paints).join('\n')),
  ])
  process.stdout.write(`${sections.flat().join('\n\n')}\n`)
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

function block({ name, lab }: NamedLab, paints: Paint): string[] {
  return [
    paints.bold(name),
    ...indented('', lab.title, margin.length),
    ...indented('settles', lab.settles.join(' ')),
    ...changes('variant', lab.variants ?? {}),
    ...changes('twin', lab.twins),
    ...indented('run', `npm run lab:${name}`),
  ]
}

/** Each name on a line of its own, as it is typed, and under it what is different. */
function changes(option: 'variant' | 'twin', all: Readonly<Record<string, Change>>): string[] {
  return Object.entries(all).flatMap(([name, { title }], index) => [
    ...indented(index === 0 ? `${option}s` : '', `--${option} ${quoted(name)}`),
    ...indented('', title, 14),
  ])
}

const indented = (label: string, text: string, column = 12): string[] =>
  beside(label === '' ? '' : margin + label, text, column, width)

const quoted = (name: string): string => (/^[\w-]+$/.test(name) ? name : `'${name}'`)
