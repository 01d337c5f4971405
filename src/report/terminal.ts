import type { Judged, Outcome } from '../claim.ts'
import type { Evidence } from '../evidence.ts'
import { connectionsOf } from '../story/connections.ts'
import { leftAt, pathsOf } from '../story/paths.ts'
import { duration, type Milliseconds, ms } from '../tcp.ts'
import { english } from '../words/en.ts'
import type { HeldState } from '../words/reports.ts'
import { describe } from './fact.ts'
import { ladder } from './ladder.ts'
import { oneLine } from './printable.ts'
import { type Paint, paint, wantsColor } from './style.ts'
import { type Labelled, labelled } from './told.ts'
import { wrapped } from './wrapped.ts'

/** What a report is made from: the very record that was judged, and the verdict. */
export interface Reported {
  readonly evidence: Evidence
  readonly judged: readonly Judged[]
  readonly file: {
    readonly title: string
    readonly verdict: 'pass' | 'fail' | 'unknown'
    readonly twin?: string
    readonly variant?: string
  }
  readonly folder: string
  /** How long each part of the run took, where it is known: a record that is judged again does not say. */
  readonly spent?: Readonly<Record<string, Milliseconds>>
}

export interface TerminalOptions {
  readonly verbose: boolean
  /** Only the claims: the ladder has been seen, or was not asked for. */
  readonly ladderShown: boolean
}

/** The ladder, then each claim in plain words, and what failed with what was expected and seen instead, when and by whom. */
export function terminalReport(reported: Reported, { verbose, ladderShown }: TerminalOptions): string {
  const colors = wantsColor(process.stdout)
  const paints = paint(colors)
  const width = Math.min(120, Math.max(80, process.stdout.columns ?? 80))
  const { evidence, judged, file } = reported
  const change = english.reports.change(file)
  const lines = [
    paints.bold(`${file.title}${change ? ` (${change})` : ''}`),
    '',
    ...(ladderShown ? [] : [...ladder(evidence, { width, colors }), '', ...heldLines(evidence), '']),
    ...judged.flatMap((each) => claimLines(each, evidence, paints, verbose)),
    ...notReached(judged, verbose),
    '',
    ...notes(evidence),
    ...(verbose ? spentLines(reported) : []),
    ...ending(reported, paints),
  ]
  return `${wrapped(lines, width)}\n`
}

/** States that lasted a while, which is what a person would have seen with ss; many alike are one line. */
function heldLines(evidence: Evidence): string[] {
  const groups = Map.groupBy(heldStates(evidence), ({ end, state, still }) => `${end} ${state} ${still}`)
  const told = [...groups.values()].flatMap((alike) => (alike.length > 3 ? [allOf(alike)] : alike))
  return told.map(english.reports.held)
}

function heldStates(evidence: Evidence): HeldState[] {
  const end = evidence.facts.at(-1)?.at ?? 0
  const several = connectionsOf(evidence).length > 1
  return pathsOf(evidence).flatMap((path) =>
    path.steps.flatMap((step) => {
      const left = leftAt(path, step)
      const lasted = ms((left ?? end) - step.at)
      if (!path.connection || lasted < 1000 || step.state === 'CLOSED') return []
      const which = several ? { connection: path.connection.number } : {}
      return [{ end: path.end, state: step.state, ...which, lasted, still: left === undefined }]
    }),
  )
}

function allOf(alike: readonly HeldState[]): HeldState {
  const [first] = alike as readonly [HeldState, ...HeldState[]]
  return { ...first, many: alike.length, lasted: ms(Math.min(...alike.map(({ lasted }) => lasted))) }
}

function claimLines({ claim, verdict }: Judged, evidence: Evidence, paints: Paint, verbose: boolean): string[] {
  const ids = claim.settles.length > 0 ? paints.dim(` [${claim.settles.join(' ')}]`) : ''
  const shown = verbose || verdict.outcome === 'fails' ? verdict.because.slice(0, verbose ? 12 : 3) : []
  const because = shown.map((fact) => ['because', describe(fact, evidence)] as const)
  const at = claim.statedAt === '' ? [] : [['at', claim.statedAt] as const]
  const head = `${oneLine(english.claim(claim.states))}${ids}`
  if (verdict.outcome === 'holds') {
    const measured =
      verdict.measured === undefined ? [] : [paints.dim(`      ${oneLine(english.finding(verdict.measured))}`)]
    return [`  ${paints.green('✔')} ${head}`, ...measured, ...under(because)]
  }
  if (verdict.outcome === 'not reached') return []
  if (verdict.outcome === 'unknown')
    return [
      `  ${paints.yellow('?')} ${head}`,
      ...under([['missing', oneLine(english.finding(verdict.missing))], ...because, ...at]),
    ]
  const expected = oneLine(english.finding(verdict.expected))
  return [
    `  ${paints.red('✘')} ${head}`,
    ...under([['expected', expected], ['got', oneLine(english.finding(verdict.got))], ...because, ...at]),
  ]
}

const under = (lines: readonly Labelled[]): string[] => lines.map((line) => `      ${labelled(line)}`)

/** What the play did not come to, in a line. */
function notReached(judged: readonly Judged[], verbose: boolean): string[] {
  const claims = judged
    .filter(({ verdict }) => verdict.outcome === 'not reached')
    .map(({ claim }) => english.claim(claim.states))
  const { claimNotReached, claimsNotReached } = english.reports
  if (claims.length === 0) return []
  return verbose ? claims.map((says) => `  – ${claimNotReached(says)}`) : [`  – ${claimsNotReached(claims.length)}`]
}

function notes(evidence: Evidence): string[] {
  const { missing, replaced } = evidence.setting
  const without = Object.entries(missing).map(([witness, why]) => english.reports.withoutWitness(witness, why))
  const own = replaced.map(english.reports.replaced)
  return [...without, ...own]
}

function spentLines({ spent }: Reported): string[] {
  const parts = Object.entries(spent ?? {}).map(([part, time]) => `${part} ${duration(time)}`)
  return parts.length > 0 ? [english.reports.spent(parts)] : []
}

function ending({ file, judged, folder }: Reported, paints: Paint): string[] {
  const count = (outcome: Outcome): number => judged.filter(({ verdict }) => verdict.outcome === outcome).length
  const counts = english.reports.verdict({
    all: judged.length,
    holds: count('holds'),
    fails: count('fails'),
    unknown: count('unknown'),
    'not reached': count('not reached'),
  })
  const verdict = { pass: paints.green('pass'), fail: paints.red('fail'), unknown: paints.yellow('unknown') }[
    file.verdict
  ]
  return [`${verdict}: ${counts}`, paints.dim(english.reports.record(folder))]
}
