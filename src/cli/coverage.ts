import { relative } from 'node:path'
import { whereShown } from '../catalogue/edges.ts'
import { labNames, projectFolder } from '../catalogue/names.ts'
import { nameOf } from '../catalogue/plan.ts'
import { loadLab } from '../catalogue.ts'
import { loadEvidence } from '../evidence/load.ts'
import type { WitnessName } from '../evidence.ts'
import { widthOfScreen } from '../report/screen.ts'
import { beside, type Cell, row } from '../report/table.ts'
import { widthOf } from '../report/width.ts'
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
    for (const { variant, lastPass } of latestRuns(lab)) {
      if (!lastPass || (variant !== undefined && !(await hasVariant(lab, variant)))) continue
      for (const shown of shownBy(lastPass.folder)) {
        const known = found.get(shown.what)
        const name = nameOf(variant === undefined ? { lab } : { lab, variant })
        if (!known || worth(name, shown) > worth(known.lab, known.shown))
          found.set(shown.what, { lab: name, record: relative(projectFolder, lastPass.folder), shown })
      }
    }
  }
  return found
}

const hasVariant = async (lab: string, variant: string): Promise<boolean> =>
  Object.hasOwn((await loadLab(lab)).variants ?? {}, variant)

/** A record that cannot be read shows nothing, and is named. */
function shownBy(folder: string): readonly Shown[] {
  try {
    return shownIn(loadEvidence(folder))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    process.stderr.write(`lab: skipping ${folder}: its record cannot be read: ${why}\n`)
    return []
  }
}

/** The lab that shows an edge best, or is named for the state, is the place to look first; else the more witnesses the better. */
const worth = (lab: string, { what, witnesses }: Shown): number =>
  witnesses.length + (whereShown[what] === lab || what.endsWith(` ${lab.toUpperCase()}`) ? 10 : 0)

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
    ...(where || refused ? {} : { shownBy: whereShown[nameOfEdge(edge)] }),
  }
}

/** Of what no witness saw but the wire, the state is what RFC 9293 makes of the segments. */
const seenBy = (witnesses: readonly WitnessName[], { coverage }: LedgerWords): string =>
  witnesses.join() === 'wire' ? coverage.wireAlone : coverage.witnesses(witnesses)

type EdgeRow = ReturnType<typeof edgeRow>
type StateRow = ReturnType<typeof stateRow>

const bounds = { least: 60, most: 140, inPipe: 140 } as const
/** On a narrower screen nobody is told who saw it. */
const widthForWitnesses = 120

const mark = (is: boolean, reason: string | undefined): string => (is ? '✔' : reason ? '–' : '✘')

function asTables(states: readonly StateRow[], edges: readonly EdgeRow[], words: LedgerWords): string {
  const say = words.coverage
  const covered = edges.filter((edge) => edge.covered && edge.source === 'figure 5').length
  const missing = edges.filter((edge) => !edge.covered && !edge.reason && edge.source === 'figure 5').length
  const own = { words, width: widthOfScreen(bounds) }
  return [
    ...stateHead(own),
    ...states.flatMap((each) => stateLines(each, own)),
    '',
    ...beside('', say.edges, 0, own.width),
    ...edges.flatMap((each, index) => edgeLines(each, index, own)),
    '',
    ...[say.shown(covered, diagram.edges.length, missing), say.marks].flatMap((text) => beside('', text, 0, own.width)),
    '',
  ].join('\n')
}

/** The language, and how wide a line may be. */
interface Drawn {
  readonly words: LedgerWords
  readonly width: number
}

const stateColumns = ({ words: { coverage }, width }: Drawn) => {
  const { entered, held, left } = coverage.columns
  const marks = [entered, held, left].map((each) => widthOf(each) + 1)
  const fixed = 13 + 7 + marks.reduce((sum, each) => sum + each, 0) + 5
  const witnesses = width < widthForWitnesses ? 0 : 36
  return { state: 13, side: 7, marks, witnesses, lab: width - fixed - (witnesses === 0 ? 0 : witnesses + 1) }
}

function stateHead(drawn: Drawn): string[] {
  const { columns } = drawn.words.coverage
  return stateRowOf(
    [columns.state, columns.side, columns.entered, columns.held, columns.left, columns.lab, columns.witnesses],
    drawn,
  )
}

function stateRowOf([state = '', side = '', ...rest]: readonly string[], drawn: Drawn): string[] {
  const columns = stateColumns(drawn)
  const [entered = '', held = '', left = '', lab = '', witnesses = ''] = rest
  return row([
    [state, columns.state],
    [side, columns.side],
    ...[entered, held, left].map((each, index): Cell => [each, columns.marks[index] ?? 1]),
    [lab, columns.lab],
    ...(columns.witnesses > 0 ? [[witnesses, columns.witnesses] as const] : []),
  ])
}

function stateLines(shown: StateRow, drawn: Drawn): string[] {
  const { state, side, entered, held, left, labs, reasons: why, witnesses } = shown
  const marks = [mark(entered, why?.entered), mark(held, why?.held), mark(left, why?.left)]
  const who = seenBy(witnesses.held ?? witnesses.entered ?? [], drawn.words)
  const where = labs.held ?? labs.entered ?? ''
  return stateRowOf([state, drawn.words.coverage.sides[side], ...marks, where, who], drawn)
}

/** On a narrow screen what makes an end walk the edge, and who saw it, is left to --json. */
function edgeLines(shown: EdgeRow, index: number, { words, width }: Drawn): string[] {
  const { from, to, on, source, covered, lab, witnesses, reason, shownBy } = shown
  const number = source === 'figure 5' ? String(index + 1) : 'L'
  const who = covered ? seenBy(witnesses, words) : ''
  const refused = reason ? words.coverage.refused(reason) : undefined
  const where = covered
    ? (lab ?? '')
    : [refused, shownBy && words.coverage.notShown(shownBy)].filter(Boolean).join('; ')
  const columns = {
    edge: 26,
    on: width < 72 ? 0 : Math.min(42, Math.floor(width / 3.4)),
    who: width < widthForWitnesses ? 0 : 36,
  }
  const fixed =
    2 + 1 + 3 + columns.edge + (columns.on > 0 ? columns.on + 1 : 0) + (columns.who > 0 ? columns.who + 1 : 0)
  return row([
    [number.padStart(2), 2],
    [mark(covered, reason), 1],
    [`${from} → ${to}`, columns.edge],
    ...(columns.on > 0 ? [[on, columns.on] as const] : []),
    [where, width - fixed],
    ...(columns.who > 0 ? [[who, columns.who] as const] : []),
  ])
}
