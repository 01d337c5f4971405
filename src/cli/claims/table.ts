import { notes } from '../../catalogue/statement.ts'
import { widthOfScreen } from '../../report/screen.ts'
import type { Paint } from '../../report/style.ts'
import { beside } from '../../report/table.ts'
import type { Speaker } from '../../words.ts'
import { claimIn, linuxIn, sinceIn } from './in-language.ts'
import type { Entry, EntryLab, EntrySide } from './ledger.ts'

/** In a pipe what is said of one thing is a line. */
const bounds = { least: 60, most: 80, inPipe: Number.POSITIVE_INFINITY } as const
const column = 22

/** How it is printed: coloured or not, and in which language. */
export interface Printed {
  readonly paints: Paint
  readonly say: Speaker
}

/** A statement a line or two: whether it is settled here, what came of it, and what is to be done where it is not. */
export function asTable(entries: readonly Entry[], printed: Printed): string {
  const words = printed.say.ledger
  const lines = entries.flatMap((entry) => [
    ...head(entry, printed),
    ...entry.sides.flatMap((side) => doubts(side, printed)),
  ])
  const settled = entries.filter((entry) => entry.settled).length
  const failed = new Set(
    entries.flatMap(({ sides }) =>
      sides.flatMap(({ labs }) => labs.filter(hasFailed).map((each) => called(each, printed))),
    ),
  )
  return [
    ...lines,
    '',
    ...[
      words.settled(settled, entries.length),
      ...(settled < entries.length ? [words.playsAll] : []),
      ...(failed.size > 0 ? [words.didNotPassLast([...failed].sort())] : []),
      words.marks,
      words.tellsOne,
    ].flatMap((text) => beside('', text, 0, widthOfScreen(bounds))),
    '',
  ].join('\n')
}

/** All that the ledger has on these statements. */
export const inFull = (entries: readonly Entry[], printed: Printed): string =>
  `${entries.map((entry) => full(entry, printed).join('\n')).join('\n\n')}\n`

function full(entry: Entry, printed: Printed): string[] {
  const { notes: says, source, sides } = entry
  const since = sinceIn(entry, printed.say)
  const { labels, nobodySaysIt, noSource } = printed.say.ledger
  const row = (label: string, text: string): string[] => beside(`     ${label}`, text, column, widthOfScreen(bounds))
  return [
    ...head(entry, printed),
    ...row(labels.saidBy, says.map((note) => notes[note]).join('; ') || nobodySaysIt),
    ...row(labels.source, source || noSource),
    ...(since ? row(labels.since, since) : []),
    ...sides.flatMap((side) => fullSide(side, printed)),
  ]
}

function fullSide(side: EntrySide, printed: Printed): string[] {
  const { id, verdict, notes: says = [], labs, shown } = side
  const words = printed.say.ledger
  const text = words.side(words.rulings[verdict], says, linuxIn(side, printed.say))
  return [
    '',
    ...beside(`   ${shown ? '✔' : '–'} ${id}`, text, column, widthOfScreen(bounds)),
    ...labs.flatMap((each) => beside('', runsOf(each, printed), column, widthOfScreen(bounds))),
    ...(labs.length === 0 ? beside('', words.noLab, column, widthOfScreen(bounds)) : []),
  ]
}

function runsOf(each: EntryLab, printed: Printed): string {
  const { last, shown } = each
  const words = printed.say.ledger
  const name = called(each, printed)
  if (!last) return words.notPlayed(name, commandOf(each))
  const before = shown ? words.shownBefore(day(shown.began), shown.record) : ''
  return `${words.played(name, words.verdicts[last.verdict], day(last.began), last.record)}${before}`
}

const head = (entry: Entry, { paints, say }: Printed): string[] => {
  const { id, settled, ruling } = entry
  const label = `${id.padEnd(4)} ${settled ? '✔' : '–'} ${say.ledger.rulings[ruling]}`
  const [first = '', ...rest] = beside(label, claimIn(entry, say), column, widthOfScreen(bounds))
  return [first.replace(id, paints.bold(id)), ...rest]
}

/** What somebody who reads the ledger must know of a side beyond that it is settled. */
function doubts({ id, labs, shown }: EntrySide, printed: Printed): string[] {
  const words = printed.say.ledger
  const toPlay = labs.map(commandOf)[0]
  return [
    ...(shown ? [] : beside('', words.notShown(id, toPlay ?? words.noLab), column, widthOfScreen(bounds))),
    ...labs
      .filter(hasFailed)
      .flatMap((each) =>
        beside('', words.didNotPass(called(each, printed), each.last?.record ?? ''), column, widthOfScreen(bounds)),
      ),
  ]
}

const hasFailed = ({ last }: EntryLab): boolean => last !== undefined && last.verdict !== 'pass'

const called = ({ lab, variant }: EntryLab, { say }: Printed): string =>
  variant === undefined ? lab : say.ledger.variant(lab, variant)

const commandOf = ({ lab, variant }: EntryLab): string =>
  `npm run lab:${lab}${variant === undefined ? '' : ` -- --variant ${variant}`}`

const day = (began: string): string => began.slice(0, 16).replace('T', ' ')
