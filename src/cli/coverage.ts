import { relative } from 'node:path'
import { whereShown } from '../catalogue/edges.ts'
import { labNames, projectFolder } from '../catalogue/names.ts'
import { nameOf } from '../catalogue/plan.ts'
import { loadLab } from '../catalogue.ts'
import { loadEvidence } from '../evidence/load.ts'
import type { WitnessName } from '../evidence.ts'
import { passedOver } from '../report/said.ts'
import { widthOfScreen } from '../report/screen.ts'
import { beside, rows } from '../report/table.ts'
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
    for (const { variant, lastPass } of latestRuns(lab, passedOver)) {
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
    passedOver(folder, `its record cannot be read: ${why}`)
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
const refusal = () => latestRuns(asks, passedOver).find(({ variant }) => variant === undefined)?.lastPass

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

/** In a pipe a state or an edge is a line. */
const bounds = { least: 60, most: 140, inPipe: Number.POSITIVE_INFINITY } as const
/** On a narrower screen nobody is told who saw it. */
const widthForWitnesses = 120

const mark = (is: boolean, reason: string | undefined): string => (is ? '✔' : reason ? '–' : '✘')

function asTables(states: readonly StateRow[], edges: readonly EdgeRow[], words: LedgerWords): string {
  const say = words.coverage
  const covered = edges.filter((edge) => edge.covered && edge.source === 'figure 5').length
  const missing = edges.filter((edge) => !edge.covered && !edge.reason && edge.source === 'figure 5').length
  const width = widthOfScreen(bounds)
  return [
    ...rows([stateHead(words), ...states.map((each) => stateCells(each, words))], stateColumns(words, width)),
    '',
    ...beside('', say.edges, 0, width),
    ...rows(
      edges.map((each, index) => edgeCells(each, index, words)).map((cells) => cells.filter(shownAt(width))),
      edgeColumns(width).filter(shownAt(width)),
    ),
    '',
    ...[say.shown(covered, diagram.edges.length, missing), say.marks].flatMap((text) => beside('', text, 0, width)),
    '',
  ].join('\n')
}

/** How wide the columns of the states are; the last is left out where there is no room for it. */
function stateColumns({ coverage }: LedgerWords, width: number): readonly number[] {
  const { entered, held, left } = coverage.columns
  const fixed = [13, 7, ...[entered, held, left].map((each) => widthOf(each) + 1)]
  if (width === Number.POSITIVE_INFINITY) return [...fixed, width, width]
  const witnesses = width < widthForWitnesses ? [] : [36]
  const taken = [...fixed, ...witnesses].reduce((sum, each) => sum + each + 1, 0)
  return [...fixed, width - taken, ...witnesses]
}

function stateHead({ coverage }: LedgerWords): readonly string[] {
  const { state, side, entered, held, left, lab, witnesses } = coverage.columns
  return [state, side, entered, held, left, lab, witnesses]
}

function stateCells(shown: StateRow, words: LedgerWords): readonly string[] {
  const { state, side, entered, held, left, labs, reasons: why, witnesses } = shown
  const marks = [mark(entered, why?.entered), mark(held, why?.held), mark(left, why?.left)]
  const who = seenBy(witnesses.held ?? witnesses.entered ?? [], words)
  return [state, words.coverage.sides[side], ...marks, labs.held ?? labs.entered ?? '', who]
}

/** Number, mark, edge, what makes an end walk it, where, and who saw it; on a narrow screen the fourth and the last are left to --json. */
const edgeColumns = (width: number): readonly number[] => {
  if (width === Number.POSITIVE_INFINITY) return [2, 1, 26, width, width, width]
  const [on, who] = [Math.min(42, Math.floor(width / 3.4)), 36]
  const taken = [2, 1, 26, on, 0, who].filter(shownAt(width)).reduce((sum, each) => sum + each + 1, -1)
  return [2, 1, 26, on, width - taken, who]
}

const shownAt =
  (width: number) =>
  (_: unknown, column: number): boolean =>
    width >= ([0, 0, 0, 72, 0, widthForWitnesses][column] ?? 0)

function edgeCells(shown: EdgeRow, index: number, words: LedgerWords): readonly string[] {
  const { from, to, on, source, covered, lab, witnesses, reason, shownBy } = shown
  const number = source === 'figure 5' ? String(index + 1) : 'L'
  const who = covered ? seenBy(witnesses, words) : ''
  const refused = reason ? words.coverage.refused(reason) : undefined
  const where = covered
    ? (lab ?? '')
    : [refused, shownBy && words.coverage.notShown(shownBy)].filter(Boolean).join('; ')
  return [number.padStart(2), mark(covered, reason), `${from} → ${to}`, on, where, who]
}
