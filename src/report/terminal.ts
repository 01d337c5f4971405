import type { Evidence } from '../evidence.ts'
import { connectionsOf } from '../story/connections.ts'
import { leftAt, pathsOf } from '../story/paths.ts'
import { duration, type Milliseconds, ms } from '../tcp.ts'
import type { Found, Judgement } from '../verdict.ts'
import { english } from '../words/en.ts'
import type { HeldState } from '../words/reports.ts'
import { factsBehind, type Labelled, labelled, reasons, saidBy } from './explained.ts'
import { type ToldFirst, toldFirst } from './first-sentence.ts'
import { ladder } from './ladder.ts'
import { oneLine } from './printable.ts'
import { type Paint, paint, wantsColor } from './style.ts'
import { wrapped } from './wrapped.ts'

/** What a report is made from: the very record that was judged, and the verdict. */
export interface Reported {
  readonly evidence: Evidence
  readonly judgement: Judgement
  readonly file: {
    readonly title: string
    readonly twin?: string
    readonly variant?: string
  }
  readonly folder: string
  /** The ids of the claims that the twin is there to break, where it was one. */
  readonly breaks?: readonly string[]
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
  const { evidence, judgement, file } = reported
  const change = english.reports.change(file)
  const first = toldFirst(evidence, judgement)
  const folded = verbose ? [] : (first?.follows ?? [])
  const lines = [
    paints.bold(`${file.title}${change ? ` (${change})` : ''}`),
    '',
    ...(first ? [...firstLines(first, paints), ''] : []),
    ...(ladderShown ? [] : [...ladder(evidence, { width, colors }), '', ...heldLines(evidence), '']),
    ...judgement.claims
      .filter(({ id }) => !folded.includes(id))
      .flatMap((each) => claimLines(each, evidence, paints, verbose)),
    ...(folded.length > 0 ? [`  – ${english.reports.follow(folded.length)}`] : notReached(judgement, verbose)),
    '',
    ...notes(evidence),
    ...twinLines(reported),
    ...(verbose ? spentLines(reported) : []),
    ...(first && !ladderShown ? [paints.red(first.sentence)] : []),
    ...ending(reported, paints),
  ]
  return `${wrapped(lines, width)}\n`
}

/** What somebody's own program did, and what it printed, apart from what is ours. */
function firstLines({ sentence, hints, printed }: ToldFirst, paints: Paint): string[] {
  return [
    paints.red(sentence),
    ...hints,
    ...(printed.lines.length > 0 ? ['', printed.heading, ...printed.lines.map((line) => `  │ ${line}`)] : []),
  ]
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

function claimLines(claim: Found, evidence: Evidence, paints: Paint, verbose: boolean): string[] {
  if (claim.verdict === 'not reached') return []
  const ids = claim.settles.length > 0 ? paints.dim(` [${claim.settles.join(' ')}]`) : ''
  const head = `${oneLine(saidBy(claim))}${ids}`
  const facts = factsBehind(claim, evidence, verbose ? 12 : claim.verdict === 'fails' ? 3 : 0)
  if (claim.verdict === 'holds') {
    const { measured } = english.details(claim)
    return [
      `  ${paints.green('✔')} ${head}`,
      ...(measured === undefined ? [] : [paints.dim(`      ${oneLine(measured)}`)]),
      ...under(facts.map((fact) => ['because', fact])),
    ]
  }
  const mark = claim.verdict === 'fails' ? paints.red('✘') : paints.yellow('?')
  return [
    `  ${mark} ${head}`,
    ...under(reasons(claim, facts).map(([label, text]) => [label, label === 'because' ? text : oneLine(text)])),
  ]
}

const under = (lines: readonly Labelled[]): string[] => lines.map((line) => `      ${labelled(line)}`)

/** What the play did not come to, in a line. */
function notReached({ claims }: Judgement, verbose: boolean): string[] {
  const missed = claims.filter(({ verdict }) => verdict === 'not reached').map(saidBy)
  const { claimNotReached, claimsNotReached } = english.reports
  if (missed.length === 0) return []
  return verbose ? missed.map((says) => `  – ${claimNotReached(says)}`) : [`  – ${claimsNotReached(missed.length)}`]
}

function notes(evidence: Evidence): string[] {
  const { missing, replaced } = evidence.setting
  const without = Object.entries(missing).map(([witness, why]) =>
    english.reports.withoutWitness(witness, english.reports.lacking[why]),
  )
  const own = replaced.map(english.reports.replaced)
  return [...without, ...own]
}

function twinLines({ judgement, breaks = [] }: Reported): readonly string[] {
  const named = judgement.claims.filter(({ id }) => breaks.includes(id))
  const [broken, unbroken] = [true, false].map((fails) =>
    named.filter(({ verdict }) => (verdict === 'fails') === fails).map(saidBy),
  ) as [string[], string[]]
  return english.reports.twin(broken, unbroken)
}

function spentLines({ spent }: Reported): string[] {
  const parts = Object.entries(spent ?? {}).map(([part, time]) => `${part} ${duration(time)}`)
  return parts.length > 0 ? [english.reports.spent(parts)] : []
}

function ending({ judgement, folder }: Reported, paints: Paint): string[] {
  const { claims } = judgement
  const count = (outcome: Found['verdict']): number => claims.filter(({ verdict }) => verdict === outcome).length
  const counts = english.reports.verdict({
    all: claims.length,
    holds: count('holds'),
    fails: count('fails'),
    unknown: count('unknown'),
    'not reached': count('not reached'),
  })
  const verdict = { pass: paints.green('pass'), fail: paints.red('fail'), unknown: paints.yellow('unknown') }[
    judgement.verdict
  ]
  return [`${verdict}: ${counts}`, paints.dim(english.reports.record(folder))]
}
