import { relative } from 'node:path'
import { labNames, projectFolder } from '../catalogue/names.ts'
import { loadLab } from '../catalogue.ts'
import { loadEvidence } from '../evidence/load.ts'
import { latestRuns } from '../run/latest.ts'
import { aspects, diagram, edgeName, nameOfEdge, type Shown, shownIn, stateName, unshowable } from '../story/diagram.ts'
import type { Edge } from '../tcp.ts'
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
  else process.stdout.write(asTables(states, [...edges, ...edgesOfLinux]))
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
const seenBy = (witnesses: readonly string[]): string =>
  witnesses.join() === 'wire' ? 'the wire alone' : witnesses.join(' ')

type EdgeRow = ReturnType<typeof edgeRow>

function asTables(states: ReadonlyArray<ReturnType<typeof stateRow>>, edges: readonly EdgeRow[]) {
  const mark = (is: boolean, reason: string | undefined): string => (is ? '✔' : reason ? '–' : '✘').padEnd(8)
  const stateLines = states.map(({ state, side, entered, held, left, labs, reasons: why, witnesses }) => {
    const marks = mark(entered, why?.entered) + mark(held, why?.held) + mark(left, why?.left)
    return `${state.padEnd(13)} ${side.padEnd(7)} ${marks} ${(labs.held ?? labs.entered ?? '').padEnd(26)} ${seenBy(witnesses.held ?? witnesses.entered ?? [])}`
  })
  const edgeLines = edges.map(({ from, to, on, source, covered, lab, witnesses, reason }, index) => {
    const number = source === 'figure 5' ? String(index + 1) : 'L'
    const end = reason ? `refused: ${reason}` : seenBy(witnesses)
    return `${number.padStart(2)} ${mark(covered, reason).trim()} ${`${from} → ${to}`.padEnd(28)} ${on.padEnd(42)} ${(lab ?? 'no lab has shown it here').padEnd(26)} ${end}`
  })
  const missing = edges.filter(({ covered, reason, source }) => !covered && !reason && source === 'figure 5').length
  return [
    `${'state'.padEnd(13)} ${'side'.padEnd(7)} entered held    left     ${'lab'.padEnd(26)} witnesses`,
    ...stateLines,
    '',
    'edges of RFC 9293 figure 5 (20 arrows, and note 2), and of Linux (L)',
    ...edgeLines,
    '',
    `${edges.filter(({ covered, source }) => covered && source === 'figure 5').length} of ${diagram.edges.length} edges of the figure shown by the latest runs on this machine${missing > 0 ? "; 'npm run lab:all' shows the rest" : ''}`,
    '✔ shown  – cannot be shown (--json says why)  ✘ not shown here yet',
    '',
  ].join('\n')
}
