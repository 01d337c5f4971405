import { notes, rulingOf, type Side, type Statement } from '../../catalogue/statement.ts'
import { statements } from '../../catalogue/statements.ts'
import type { Speaker } from '../../words.ts'
import { claimIn, linuxIn, sinceIn } from './in-language.ts'
import type { Settler } from './ledger.ts'

/** CLAIMS.md: the same on every machine, so it names the labs and what Linux does, not what was run. */
export function asMarkdown(settlers: readonly Settler[], say: Speaker): string {
  const { introduction, rulings, chapters, columns, note } = say.ledger.file
  const parts = Object.entries(chapters).map(([letter, title]) => [
    `## ${title}`,
    '',
    row(columns.id, columns.claim, columns.source, columns.linux, columns.labs),
    '|---|---|---|---|---|',
    ...statements.filter(({ id }) => id.startsWith(letter)).flatMap((statement) => rowsOf(statement, settlers, say)),
    '',
  ])
  const lines = [
    ...introduction,
    '',
    ...Object.entries(notes).map(([name, title]) => note(name, title)),
    '',
    ...rulings,
    '',
    ...parts.flat(),
  ]
  return `${lines.join('\n').trimEnd()}\n`
}

/** A line for the statement, and one for each of its sides where there are several. */
function rowsOf(statement: Statement, settlers: readonly Settler[], say: Speaker): string[] {
  const { id, notes: says, source, sides } = statement
  const { file, rulings, side: sideOf } = say.ledger
  const [only] = sides
  const said = file.claim(claimIn(statement, say), says)
  const ruling = (linux?: string): string => file.ruling(rulings[rulingOf(statement)], sinceIn(statement, say), linux)
  if (sides.length === 1 && only)
    return [row(id, said, source, ruling(linuxIn(only, say)), labsOf(only, settlers, say))]
  return [
    row(id, said, source, ruling(), ''),
    ...sides.map((side) =>
      row(
        side.id,
        '',
        '',
        sideOf(rulings[side.verdict], side.notes ?? [], linuxIn(side, say)),
        labsOf(side, settlers, say),
      ),
    ),
  ]
}

const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`

const labsOf = ({ id }: Side, settlers: readonly Settler[], { ledger }: Speaker): string =>
  settlers
    .filter(({ settles }) => settles.has(id))
    .map(({ lab, variant }) => `[${variant === undefined ? lab : ledger.variant(lab, variant)}](labs/${lab})`)
    .join(', ') || '–'
