import { notes } from '../../catalogue/statement.ts'
import type { Paint } from '../../report/style.ts'
import { beside } from '../../report/table.ts'
import { type Entry, type EntryLab, type EntrySide, nameOf } from './ledger.ts'

const width = 80
const column = 22

/** A statement a line or two: whether it is settled here, what came of it, and what is to be done where it is not. */
export function asTable(entries: readonly Entry[], paints: Paint): string {
  const lines = entries.flatMap((entry) => [...head(entry, paints), ...entry.sides.flatMap((side) => doubts(side))])
  const settled = entries.filter((entry) => entry.settled).length
  const failed = new Set(
    entries.flatMap(({ sides }) => sides.flatMap(({ labs }) => labs.filter(hasFailed).map((each) => nameOf(each)))),
  )
  return [
    ...lines,
    '',
    `${settled} of ${entries.length} settled by runs on this machine, every side of each`,
    ...(settled < entries.length ? ["'npm run lab:all' plays all labs"] : []),
    ...(failed.size > 0 ? [`did not pass when last played: ${[...failed].sort().join(', ')}`] : []),
    '✔ settled here  – not yet, and then this is what is expected',
    "'npm run lab -- claims T6' tells all of one",
    '',
  ].join('\n')
}

/** All that the ledger has on these statements. */
export const inFull = (entries: readonly Entry[], paints: Paint): string =>
  `${entries.map((entry) => full(entry, paints).join('\n')).join('\n\n')}\n`

function full(entry: Entry, paints: Paint): string[] {
  const { notes: says, source, since, sides } = entry
  return [
    ...head(entry, paints),
    ...beside('     said by', says.map((note) => notes[note]).join('; ') || 'none of the notes', column, width),
    ...beside('     source', source || 'none', column, width),
    ...(since ? beside('     since', since, column, width) : []),
    ...sides.flatMap((side) => fullSide(side)),
  ]
}

function fullSide(side: EntrySide): string[] {
  const { id, verdict, linux, notes: says, labs, shown } = side
  const which = says ? ` (${says.join(', ')})` : ''
  return [
    '',
    ...beside(`   ${shown ? '✔' : '–'} ${id}`, `${verdict}${which}${linux ? `: ${linux}` : ''}`, column, width),
    ...labs.flatMap((each) => beside('', runsOf(each), column, width)),
    ...(labs.length === 0 ? beside('', 'no lab shows it', column, width) : []),
  ]
}

function runsOf(each: EntryLab): string {
  const { last, shown } = each
  if (!last) return `${nameOf(each)}: not played here: ${commandOf(each)}`
  const before = shown ? `; shown on ${day(shown.began)} by ${shown.record}` : ''
  return `${nameOf(each)}: ${last.verdict} on ${day(last.began)}, ${last.record}${before}`
}

const head = ({ id, settled, ruling, claim }: Entry, paints: Paint): string[] => {
  const [first = '', ...rest] = beside(`${id.padEnd(4)} ${settled ? '✔' : '–'} ${ruling}`, claim, column, width)
  return [first.replace(id, paints.bold(id)), ...rest]
}

/** What somebody who reads the ledger must know of a side beyond that it is settled. */
function doubts({ id, labs, shown }: EntrySide): string[] {
  const toPlay = labs.map(commandOf)[0]
  return [
    ...(shown ? [] : beside('', `not shown: ${id}: ${toPlay ?? 'no lab shows it'}`, column, width)),
    ...labs
      .filter(hasFailed)
      .flatMap((each) =>
        beside('', `${nameOf(each)} did not pass when last played: ${each.last?.record}`, column, width),
      ),
  ]
}

const hasFailed = ({ last }: EntryLab): boolean => last !== undefined && last.verdict !== 'pass'

const commandOf = ({ lab, variant }: EntryLab): string =>
  `npm run lab:${lab}${variant === undefined ? '' : ` -- --variant ${variant}`}`

const day = (began: string): string => began.slice(0, 16).replace('T', ' ')
