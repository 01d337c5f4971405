import type { Told, ToldRun } from '../report.ts'
import type { Found } from '../verdict.ts'
import type { Speaker } from '../words.ts'
import { factsBehind, saidBy } from './explained.ts'
import { oneLine, printable } from './printable.ts'

/**
 * TAP 14 (testanything.org): a point a run, and its claims as a subtest before it. An unknown claim is `not ok`; TAP
 * has SKIP and TODO for what is neither, but both count as passed.
 */
export function tap({ runs, notPlayed }: Told, say: Speaker): string {
  const points = [
    ...runs.map((run) => (number: number) => runLines(run, number, say)),
    ...notPlayed.map((name) => (number: number) => [`ok ${number} - ${escaped(name)} # SKIP ${say.reports.notBegun}`]),
  ]
  const lines = ['TAP version 14', `1..${points.length}`, ...points.flatMap((write, index) => write(index + 1))]
  return `${lines.join('\n')}\n`
}

function runLines(run: ToldRun, number: number, say: Speaker): string[] {
  const name = escaped(run.name)
  if (run.result === 'cannot run') return [`ok ${number} - ${name} # SKIP ${escaped(run.reason ?? '')}`]
  const { result, title, seconds, reason, record } = run
  const claims = run.claims.flatMap((claim, index) => claimLines(claim, run, index + 1, say))
  const subtest = [`# Subtest: ${name}`, ...indented([`1..${run.claims.length}`, ...claims])]
  return [
    ...(claims.length > 0 ? subtest : []),
    `${result === 'pass' ? 'ok' : 'not ok'} ${number} - ${name}`,
    ...diagnostics({ title, result, seconds: Number(seconds.toFixed(3)), reason, record }),
  ]
}

function claimLines(claim: Found, { evidence }: ToldRun, number: number, say: Speaker): string[] {
  const says = escaped(saidBy(claim, say))
  // Whatever broke the play off is `not ok` in the same subtest.
  if (claim.verdict === 'not reached') return [`ok ${number} - ${says} # SKIP ${say.reports.notReached}`]
  const point = `${claim.verdict === 'holds' ? 'ok' : 'not ok'} ${number} - ${says}`
  if (claim.verdict === 'holds') return [point]
  const at = claim.statedAt === '' ? undefined : claim.statedAt
  const because = factsBehind(claim, evidence, say)
  return [point, ...diagnostics({ verdict: claim.verdict, ...say.details(claim), because, at })]
}

type Diagnostic = string | number | readonly string[] | undefined

/** A YAML block. JSON is YAML: written so, no text needs to be looked at for what it could mean. */
function diagnostics(fields: Readonly<Record<string, Diagnostic>>): string[] {
  const lines = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${JSON.stringify(safe(value))}`],
  )
  return ['  ---', ...lines.map((line) => `  ${line}`), '  ...']
}

const safe = (value: Exclude<Diagnostic, undefined>) =>
  typeof value === 'string' ? printable(value) : typeof value === 'number' ? value : value.map(printable)

/** In a description `#` begins a directive. */
const escaped = (text: string): string => oneLine(text).replace(/[\\#]/g, '\\$&')

const indented = (lines: readonly string[]): string[] => lines.map((line) => `    ${line}`)
