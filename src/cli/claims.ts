import { nearest } from '../catalogue/names.ts'
import { statements } from '../catalogue/statements.ts'
import { WrongUsage } from '../errors.ts'
import { paint, wantsColor } from '../report/style.ts'
import { nameOf } from '../words/spoken.ts'
import type { WantedReport } from './arguments.ts'
import { ledger, settlers } from './claims/ledger.ts'
import { asMarkdown } from './claims/markdown.ts'
import { asTable, inFull } from './claims/table.ts'
import { type Spoken, spoken } from './spoken.ts'

export interface ClaimsOptions extends Spoken {
  readonly json?: boolean
  readonly markdown?: boolean
  readonly report?: readonly WantedReport[]
}

/** Prints the ledger, or what it says of these statements: what the runs on this machine have settled, and by which labs. */
export async function claimsCommand(ids: readonly string[], options: ClaimsOptions): Promise<void> {
  if (options.markdown && (options.json || ids.length > 0 || options.report))
    throw new WrongUsage('--markdown prints the whole of CLAIMS.md and nothing else: leave out the ids and --json')
  const { report = [] } = options
  if (report.some(({ kind }) => kind !== 'html'))
    throw new WrongUsage('the only report of the statements is a page: --report html=<file>')
  if (options.markdown) process.stdout.write(asMarkdown(await settlers(), spoken(options)))
  else await printLedger(ids, options)
}

async function printLedger(ids: readonly string[], options: ClaimsOptions): Promise<void> {
  const asked = ids.map(statementOf)
  const found = await ledger(asked.length > 0 ? asked : undefined)
  const entries = asked.length > 0 ? asked.flatMap((id) => found.filter((entry) => entry.id === id)) : found
  for (const { path } of options.report ?? [])
    await (await import('./claims/page.ts')).writeClaimsPage(path, entries, nameOf(spoken(options)))
  const printed = { paints: paint(wantsColor(process.stdout)), say: spoken(options) }
  if (options.json) process.stdout.write(`${JSON.stringify(entries, undefined, 2)}\n`)
  else process.stdout.write(asked.length > 0 ? inFull(entries, printed) : asTable(entries, printed))
}

/** The id of the statement that somebody has typed, or of the one of which they typed a side's. */
function statementOf(given: string): string {
  const ids = statements.map(({ id }) => id)
  const id = ids.find((each) => each === given.toUpperCase().split('/')[0])
  if (id === undefined) throw new WrongUsage(`there is no statement '${given}'; ${nearest(given, ids)}`)
  return id
}
