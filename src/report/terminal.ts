import type { Evidence } from '../evidence.ts'
import { connectionsOf } from '../story/connections.ts'
import { storyEnd } from '../story/end.ts'
import { leftAt, pathsOf } from '../story/paths.ts'
import { duration, type Milliseconds, ms } from '../tcp.ts'
import type { Found, Judgement } from '../verdict.ts'
import type { HeldState } from '../words/reports.ts'
import type { Speaker } from '../words.ts'
import { factsBehind, type Labelled, labelled, reasons, saidBy } from './explained.ts'
import { type ToldFirst, toldFirst } from './first-sentence.ts'
import { ladder } from './ladder.ts'
import { oneLine } from './printable.ts'
import { adviceFor } from './remedies.ts'
import { ofOneRun, widthOfScreen } from './screen.ts'
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
  readonly say: Speaker
}

/** The ladder, then each claim in plain words, and what failed with what was expected and seen instead, when and by whom. */
export function terminalReport(reported: Reported, { verbose, ladderShown, say }: TerminalOptions): string {
  const colors = wantsColor(process.stdout)
  const paints = paint(colors)
  const width = widthOfScreen(ofOneRun)
  const { evidence, judgement, file } = reported
  const change = say.reports.change(file)
  const first = toldFirst(evidence, judgement, say)
  const folded = verbose ? [] : (first?.follows ?? [])
  const left = judgement.claims.filter(({ id }) => !folded.includes(id))
  const meets = left.filter((claim) => isOfEveryRun(claim) && claim.verdict === 'holds')
  const ofEveryRun = verbose || meets.length < 2 ? [] : meets
  const told = left.filter((claim) => !ofEveryRun.includes(claim))
  const lines = [
    paints.bold(`${file.title}${change ? ` (${change})` : ''}`),
    '',
    ...(first ? [...firstLines(first, paints), ''] : []),
    ...(ladderShown ? [] : [...ladder(evidence, { width, colors, say }), '', ...heldLines(evidence, say), '']),
    ...told.flatMap((each) => claimLines(each, evidence, { paints, verbose, say })),
    ...(ofEveryRun.length > 0 ? [`  ${paints.green('✔')} ${say.reports.universalHold(ofEveryRun.length)}`] : []),
    ...(folded.length > 0 ? [`  – ${say.reports.follow(folded.length)}`] : notReached(judgement, verbose, say)),
    '',
    ...notes(evidence, say),
    ...twinLines(reported, say),
    ...(verbose ? spentLines(reported, say) : []),
    ...(first && !ladderShown ? [paints.red(first.sentence)] : []),
    ...ending(reported, paints, say),
    ...adviceFor(judgement, evidence, say),
  ]
  return `${wrapped(lines, width)}\n`
}

/** What every run is held to: where it holds there is nothing to be told of it. */
const isOfEveryRun = ({ id }: Found): boolean => id.startsWith('universal.')

/** What somebody's own program did, and what it printed, apart from what is ours. */
function firstLines({ sentence, hints, printed }: ToldFirst, paints: Paint): string[] {
  return [
    paints.red(sentence),
    ...hints,
    ...(printed.lines.length > 0 ? ['', printed.heading, ...printed.lines.map((line) => `  │ ${line}`)] : []),
  ]
}

/** States that lasted a while, which is what a person would have seen with ss; many alike are one line. */
function heldLines(evidence: Evidence, say: Speaker): string[] {
  const groups = Map.groupBy(heldStates(evidence), ({ end, state, still }) => `${end} ${state} ${still}`)
  const told = [...groups.values()].flatMap((alike) => (alike.length > 3 ? [allOf(alike)] : alike))
  return told.map(say.reports.held)
}

function heldStates(evidence: Evidence): HeldState[] {
  const end = storyEnd(evidence)
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

interface Telling {
  readonly paints: Paint
  readonly verbose: boolean
  readonly say: Speaker
}

function claimLines(claim: Found, evidence: Evidence, { paints, verbose, say }: Telling): string[] {
  if (claim.verdict === 'not reached') return []
  const ids = claim.settles.length > 0 ? paints.dim(` [${claim.settles.join(' ')}]`) : ''
  const head = `${oneLine(saidBy(claim, say))}${ids}`
  const facts = factsBehind(claim, evidence, say, verbose ? 12 : claim.verdict === 'fails' ? 3 : 0)
  if (claim.verdict === 'holds') {
    const { measured } = say.details(claim)
    return [
      `  ${paints.green('✔')} ${head}`,
      ...(measured === undefined ? [] : [paints.dim(`      ${oneLine(measured)}`)]),
      ...under(
        facts.map((fact) => ['because', fact]),
        say,
      ),
    ]
  }
  const mark = claim.verdict === 'fails' ? paints.red('✘') : paints.yellow('?')
  return [
    `  ${mark} ${head}`,
    ...under(
      reasons(claim, facts, say).map(([label, text]) => [label, label === 'because' ? text : oneLine(text)]),
      say,
    ),
  ]
}

const under = (lines: readonly Labelled[], say: Speaker): string[] =>
  lines.map((line) => `      ${labelled(line, say)}`)

/** What the play did not come to, in a line. */
function notReached({ claims }: Judgement, verbose: boolean, say: Speaker): string[] {
  const missed = claims.filter(({ verdict }) => verdict === 'not reached').map((claim) => saidBy(claim, say))
  const { claimNotReached, claimsNotReached } = say.reports
  if (missed.length === 0) return []
  return verbose ? missed.map((says) => `  – ${claimNotReached(says)}`) : [`  – ${claimsNotReached(missed.length)}`]
}

function notes(evidence: Evidence, say: Speaker): string[] {
  const { missing, replaced } = evidence.setting
  const without = Object.entries(missing).map(([witness, why]) =>
    say.reports.withoutWitness(witness, say.reports.lacking[why]),
  )
  const own = replaced.map(say.reports.replaced)
  return [...without, ...own]
}

function twinLines({ judgement, breaks = [] }: Reported, say: Speaker): readonly string[] {
  const named = judgement.claims.filter(({ id }) => breaks.includes(id))
  const [broken, unbroken] = [true, false].map((fails) =>
    named.filter(({ verdict }) => (verdict === 'fails') === fails).map((claim) => saidBy(claim, say)),
  ) as [string[], string[]]
  return say.reports.twin(broken, unbroken)
}

function spentLines({ spent }: Reported, say: Speaker): string[] {
  const parts = Object.entries(spent ?? {}).map(([part, time]) => `${part} ${duration(time)}`)
  return parts.length > 0 ? [say.reports.spent(parts)] : []
}

function ending({ judgement, folder }: Reported, paints: Paint, say: Speaker): string[] {
  const { claims } = judgement
  const count = (outcome: Found['verdict']): number => claims.filter(({ verdict }) => verdict === outcome).length
  const counts = say.reports.verdict({
    all: claims.length,
    holds: count('holds'),
    fails: count('fails'),
    unknown: count('unknown'),
    'not reached': count('not reached'),
  })
  const color = { pass: paints.green, fail: paints.red, unknown: paints.yellow }[judgement.verdict]
  const verdict = color(say.reports.verdicts[judgement.verdict])
  return [`${verdict}: ${counts}`, paints.dim(say.reports.record(folder))]
}
