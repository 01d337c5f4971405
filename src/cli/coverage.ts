import { relative } from 'node:path'
import { labNames, projectFolder } from '../catalogue/names.ts'
import { loadLab } from '../catalogue.ts'
import { loadEvidence } from '../evidence/load.ts'
import type { WitnessName } from '../evidence.ts'
import { padEnd } from '../report/width.ts'
import { latestRuns } from '../run/latest.ts'
import { aspects, diagram, edgeName, nameOfEdge, type Shown, shownIn, stateName, unshowable } from '../story/diagram.ts'
import type { Edge } from '../tcp.ts'
import type { LedgerWords } from '../words/ledger.ts'
import type { Speaker } from '../words.ts'
import { type Spoken, spoken } from './spoken.ts'

/** Where something of the diagram was shown. */
interface Where {
  readonly lab: string
  readonly record: string
  readonly shown: Shown
}

/** Prints which states and edges of the diagram the latest runs on this machine have shown, by which lab and to which witnesses. */
export async function coverageCommand(options: Spoken & { readonly json?: boolean }): Promise<void> {
  const say = spoken(options)
  const found = await whatWasShown()
  const states = diagram.states.map(({ state, side }) => stateRow({ found, say }, state, side))
  const [edges, edgesOfLinux] = [diagram.edges, diagram.edgesOfLinux].map((each) =>
    each.map((edge) => edgeRow({ found, say }, edge)),
  ) as [EdgeRow[], EdgeRow[]]
  if (options.json) process.stdout.write(`${JSON.stringify({ states, edges, edgesOfLinux }, undefined, 2)}\n`)
  else process.stdout.write(asTables(states, [...edges, ...edgesOfLinux], say.ledger))
}

/** For each thing the first lab that shows it, by the order of names; only runs that passed count, of variants that there are. */
async function whatWasShown(): Promise<ReadonlyMap<string, Where>> {
  const found = new Map<string, Where>()
  for (const lab of labNames()) {
    const { variants = {} } = await loadLab(lab)
    for (const { variant, lastPass } of latestRuns(lab)) {
      if (!lastPass || (variant !== undefined && !Object.hasOwn(variants, variant))) continue
      for (const shown of shownBy(lastPass.folder)) {
        const known = found.get(shown.what)
        if (!known || worth(lab, shown) > worth(known.lab, known.shown))
          found.set(shown.what, { lab: nameOf(lab, variant), record: relative(projectFolder, lastPass.folder), shown })
      }
    }
  }
  return found
}

/** A record that cannot be read shows nothing, and is named. */
function shownBy(folder: string): readonly Shown[] {
  try {
    return shownIn(loadEvidence(folder))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    process.stderr.write(`lab: passing over ${folder}: its record cannot be read: ${why}\n`)
    return []
  }
}

/** The more witnesses the better, and a lab that is named for the state is the place to look first. */
const worth = (lab: string, { what, witnesses }: Shown): number =>
  witnesses.length + (what.endsWith(` ${lab.toUpperCase()}`) ? 0.5 : 0)

const nameOf = (lab: string, variant: string | undefined): string => (variant ? `${lab} (${variant})` : lab)

type State = Edge['from']

/** What was shown, and the language in which is said why something was not. */
interface Known {
  readonly found: ReadonlyMap<string, Where>
  readonly say: Speaker
}

const reasonFor = (name: string, say: Speaker): string | undefined => {
  const why = unshowable[name]
  return why === undefined ? undefined : say.reports.unshowable[why]
}

function stateRow({ found, say }: Known, state: State, side: 'client' | 'server') {
  const places = aspects.map((aspect) => {
    const name = stateName(side, aspect, state)
    return { aspect, where: found.get(name), reason: reasonFor(name, say) }
  })
  const is = (wanted: string): boolean => places.some(({ aspect, where }) => aspect === wanted && where !== undefined)
  const because = places.filter(({ where, reason }) => !where && reason).map(({ aspect, reason }) => [aspect, reason])
  return {
    state,
    side,
    entered: is('entered'),
    held: is('held'),
    left: is('left'),
    labs: Object.fromEntries(places.flatMap(({ aspect, where }) => (where ? [[aspect, where.lab]] : []))),
    witnesses: Object.fromEntries(
      places.flatMap(({ aspect, where }) => (where ? [[aspect, where.shown.witnesses]] : [])),
    ),
    ...(because.length > 0 ? { reasons: Object.fromEntries(because) } : {}),
  }
}

/** The lab that asks the kernel for an edge that no call of the socket API can take; what it shows is the refusal. */
const asks = 'listen-send'
const refusal = () => latestRuns(asks).find(({ variant }) => variant === undefined)?.lastPass

function edgeRow({ found, say }: Known, edge: Edge) {
  const { from, to, on, source } = edge
  const where = found.get(nameOfEdge(edge))
  const reason = source === 'figure 5' ? reasonFor(edgeName(from, to), say) : undefined
  const refused = reason && refusal()
  return {
    from,
    to,
    on,
    source,
    covered: where !== undefined,
    lab: where?.lab ?? (refused ? asks : undefined),
    witnesses: where?.shown.witnesses ?? [],
    ...(where ? { record: where.record, because: where.shown.because } : {}),
    ...(refused ? { record: relative(projectFolder, refused.folder) } : {}),
    ...(reason ? { reason } : {}),
  }
}

/** Of what no witness saw but the wire, the state is what RFC 9293 makes of the segments. */
const seenBy = (witnesses: readonly WitnessName[], { coverage }: LedgerWords): string =>
  witnesses.join() === 'wire' ? coverage.wireAlone : coverage.witnesses(witnesses)

type EdgeRow = ReturnType<typeof edgeRow>
type StateRow = ReturnType<typeof stateRow>

/** How wide each column is; the marks are under headings that have the same width. */
const widths = { state: 13, side: 7, mark: 8, lab: 26, edge: 28, on: 42 }

const mark = (is: boolean, reason: string | undefined): string => (is ? '✔' : reason ? '–' : '✘')

function asTables(states: readonly StateRow[], edges: readonly EdgeRow[], words: LedgerWords): string {
  const { columns, ...say } = words.coverage
  const covered = edges.filter((edge) => edge.covered && edge.source === 'figure 5').length
  const missing = edges.filter((edge) => !edge.covered && !edge.reason && edge.source === 'figure 5').length
  const marks = [columns.entered, columns.held, columns.left].map((each) => padEnd(each, widths.mark)).join('')
  return [
    `${padEnd(columns.state, widths.state)} ${padEnd(columns.side, widths.side)} ${marks} ${padEnd(columns.lab, widths.lab)} ${columns.witnesses}`,
    ...states.map((row) => stateLine(row, words)),
    '',
    say.edges,
    ...edges.map((row, index) => edgeLine(row, index, words)),
    '',
    say.shown(covered, diagram.edges.length, missing),
    say.marks,
    '',
  ].join('\n')
}

function stateLine(row: StateRow, words: LedgerWords): string {
  const { state, side, entered, held, left, labs, reasons: why, witnesses } = row
  const marks = [mark(entered, why?.entered), mark(held, why?.held), mark(left, why?.left)]
  const who = seenBy(witnesses.held ?? witnesses.entered ?? [], words)
  return `${state.padEnd(widths.state)} ${padEnd(words.coverage.sides[side], widths.side)} ${marks.map((each) => each.padEnd(widths.mark)).join('')} ${(labs.held ?? labs.entered ?? '').padEnd(widths.lab)} ${who}`
}

function edgeLine(row: EdgeRow, index: number, words: LedgerWords): string {
  const { from, to, on, source, covered, lab, witnesses, reason } = row
  const number = source === 'figure 5' ? String(index + 1) : 'L'
  const end = reason ? words.coverage.refused(reason) : seenBy(witnesses, words)
  return `${number.padStart(2)} ${mark(covered, reason)} ${`${from} → ${to}`.padEnd(widths.edge)} ${on.padEnd(widths.on)} ${padEnd(lab ?? words.coverage.notShown, widths.lab)} ${end}`
}
