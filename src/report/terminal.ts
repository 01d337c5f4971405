import type { Judged } from '../claim.ts'
import { connectionsOf } from '../evidence/connections.ts'
import { leftAt, pathsOf } from '../evidence/paths.ts'
import type { Evidence } from '../evidence.ts'
import { duration, type Milliseconds, ms } from '../tcp.ts'
import { describe } from './fact.ts'
import { ladder } from './ladder.ts'
import { oneLine } from './printable.ts'
import { type Paint, paint, wantsColor } from './style.ts'
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
  const change = [file.variant && `variant ${file.variant}`, file.twin && `twin ${file.twin}`]
    .filter(Boolean)
    .join(', ')
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

interface Held {
  readonly what: string
  readonly connection: number
  readonly lasted: Milliseconds
  readonly still: boolean
}

/** States that lasted a while, which is what a person would have seen with ss; many alike are one line. */
function heldLines(evidence: Evidence): string[] {
  const several = connectionsOf(evidence).length > 1
  const groups = Map.groupBy(heldStates(evidence), ({ what, still }) => `${what} ${still}`)
  return [...groups.values()].flatMap((alike) =>
    alike.length > 3 ? [manyHeld(alike)] : alike.map((one) => oneHeld(one, several)),
  )
}

function heldStates(evidence: Evidence): Held[] {
  const end = evidence.facts.at(-1)?.at ?? 0
  return pathsOf(evidence).flatMap((path) =>
    path.steps.flatMap((step) => {
      const left = leftAt(path, step)
      const lasted = ms((left ?? end) - step.at)
      if (!path.connection || lasted < 1000 || step.state === 'CLOSED') return []
      return [
        {
          what: `${path.end} % in ${step.state}`,
          connection: path.connection.number,
          lasted,
          still: left === undefined,
        },
      ]
    }),
  )
}

function oneHeld({ what, connection, lasted, still }: Held, several: boolean): string {
  const whose = what.replace(' %', several ? ` of connection ${connection}` : '')
  return `held: ${whose} for ${duration(lasted)}${stillThere(still)}`
}

function manyHeld(alike: readonly Held[]): string {
  const [first] = alike
  const whose = first?.what.replace(' %', ` of ${alike.length} connections`)
  const shortest = ms(Math.min(...alike.map(({ lasted }) => lasted)))
  return `held: ${whose} for ${duration(shortest)} or more${stillThere(first?.still ?? false)}`
}

const stillThere = (still: boolean): string => (still ? ', and still when the record ended' : '')

function claimLines({ claim, verdict }: Judged, evidence: Evidence, paints: Paint, verbose: boolean): string[] {
  const ids = claim.settles.length > 0 ? paints.dim(` [${claim.settles.join(' ')}]`) : ''
  const shown = verbose || verdict.outcome === 'fails' ? verdict.because.slice(0, verbose ? 12 : 3) : []
  const because = shown.map((fact) => `      because   ${describe(fact, evidence)}`)
  const at = claim.statedAt === '' ? [] : [`      at        ${claim.statedAt}`]
  if (verdict.outcome === 'holds') {
    const measured = verdict.measured === undefined ? [] : [paints.dim(`      ${oneLine(verdict.measured)}`)]
    return [`  ${paints.green('✔')} ${oneLine(claim.says)}${ids}`, ...measured, ...because]
  }
  if (verdict.outcome === 'not reached') return []
  if (verdict.outcome === 'unknown')
    return [
      `  ${paints.yellow('?')} ${oneLine(claim.says)}${ids}`,
      `      missing   ${oneLine(verdict.missing)}`,
      ...because,
      ...at,
    ]
  return [
    `  ${paints.red('✘')} ${oneLine(claim.says)}${ids}`,
    `      expected  ${oneLine(verdict.expected)}`,
    `      got       ${oneLine(verdict.got)}`,
    ...because,
    ...at,
  ]
}

/** What the play did not come to, in a line. */
function notReached(judged: readonly Judged[], verbose: boolean): string[] {
  const claims = judged.filter(({ verdict }) => verdict.outcome === 'not reached').map(({ claim }) => claim.says)
  if (claims.length === 0) return []
  const count = claims.length === 1 ? 'one claim' : `${claims.length} claims`
  return verbose
    ? claims.map((says) => `  – not reached: ${says}`)
    : [`  – ${count} not reached, since the play was broken off before (--verbose lists them)`]
}

function notes(evidence: Evidence): string[] {
  const { missing, replaced } = evidence.setting
  const without = Object.entries(missing).map(([witness, why]) => `without the witness '${witness}': ${why}`)
  const own = replaced.map((end) => `what our own ${end} program would say was not judged: yours took its place`)
  return [...without, ...own]
}

function spentLines({ spent }: Reported): string[] {
  const parts = Object.entries(spent ?? {}).map(([part, time]) => `${part} ${duration(time)}`)
  return parts.length > 0 ? [`took: ${parts.join(', ')}`] : []
}

function ending({ file, judged, folder }: Reported, paints: Paint): string[] {
  const count = (outcome: string): number => judged.filter(({ verdict }) => verdict.outcome === outcome).length
  const counts = `${count('holds')} of ${judged.length} claims hold${count('fails') ? `, ${count('fails')} fail` : ''}${count('unknown') ? `, ${count('unknown')} unknown` : ''}${count('not reached') ? `, ${count('not reached')} not reached` : ''}`
  const verdict = { pass: paints.green('pass'), fail: paints.red('fail'), unknown: paints.yellow('unknown') }[
    file.verdict
  ]
  return [`${verdict}: ${counts}`, paints.dim(`record: ${folder}`)]
}
