import type { Cast } from './catalogue.ts'
import type { Judged, Verdict } from './claim.ts'
import { judgeAll, worstOf } from './claim.ts'
import { universalClaims } from './claims/universal.ts'
import type { Evidence, Setting } from './evidence.ts'
import { words } from './lab.ts'
import { exitStatus } from './run/exit-status.ts'
import { english } from './words/en.ts'

/** What `verdict.json` holds; `version` grows when a field changes its meaning or goes. */
export interface VerdictFile {
  readonly version: 1
  readonly lab: string
  readonly title: string
  readonly variant?: string
  readonly twin?: string
  readonly verdict: 'pass' | 'fail' | 'unknown'
  readonly status: number
  /** It is unknown only because the machine was late: played again it may be told. */
  readonly late?: true
  readonly began: string
  readonly family: 'IPv4' | 'IPv6'
  readonly kernel: string
  readonly missing: Setting['missing']
  readonly programs: Setting['programs']
  readonly settles: readonly string[]
  readonly claims: readonly ClaimInFile[]
}

/** The verdict as `run --json` prints it. The file itself does not say where it is: whoever moves the folder may. */
export interface RecordedVerdict extends VerdictFile {
  /** The folder of the run's record. */
  readonly record: string
}

type Details = Partial<Record<'measured' | 'expected' | 'got' | 'missing', string>>

export interface ClaimInFile extends Details {
  /** The same in every run and every version of the words. */
  readonly id: string
  readonly says: string
  readonly settles: readonly string[]
  readonly statedAt: string
  readonly verdict: 'holds' | 'fails' | 'unknown' | 'not reached'
  /** Indexes into the facts of evidence.jsonl, whose first line, the setting, is not counted. */
  readonly because: readonly number[]
}

/** Judges a finished record by the lab's claims and those that every run is held to. */
export function judgeRun(cast: Cast, evidence: Evidence): { judged: Judged[]; file: VerdictFile } {
  const own = cast.lab.claims(words)
  const judged = judgeAll([...own, ...universalClaims(own)], evidence)
  const verdict = ({ holds: 'pass', fails: 'fail', unknown: 'unknown' } as const)[worstOf(judged)]
  const { setting } = evidence
  const file: VerdictFile = {
    version: 1,
    lab: setting.lab,
    title: cast.lab.title,
    ...(setting.variant === undefined ? {} : { variant: setting.variant }),
    ...(setting.twin === undefined ? {} : { twin: setting.twin }),
    verdict,
    status: exitStatus[verdict],
    ...(verdict === 'unknown' && isOnlyLate(judged) ? { late: true } : {}),
    began: setting.began,
    family: setting.family,
    kernel: setting.kernel,
    missing: setting.missing,
    programs: setting.programs,
    settles: cast.lab.settles,
    claims: judged.map((each) => inFile(each, evidence)),
  }
  return { judged, file }
}

const isOnlyLate = (judged: readonly Judged[]): boolean => {
  const unknown = judged.filter(({ verdict }) => verdict.outcome === 'unknown')
  return unknown.length > 0 && unknown.every(({ verdict }) => 'late' in verdict)
}

function inFile({ claim, verdict }: Judged, evidence: Evidence): ClaimInFile {
  const { outcome, because } = verdict
  const indexes = because.map((fact) => evidence.facts.indexOf(fact)).filter((index) => index >= 0)
  return {
    id: claim.id,
    says: english.claim(claim.states),
    settles: claim.settles,
    statedAt: claim.statedAt,
    verdict: outcome,
    ...detailsOf(verdict),
    because: indexes,
  }
}

function detailsOf(verdict: Verdict): Details {
  if (verdict.outcome === 'holds')
    return verdict.measured === undefined ? {} : { measured: english.finding(verdict.measured) }
  if (verdict.outcome === 'unknown') return { missing: english.finding(verdict.missing) }
  return verdict.outcome === 'fails'
    ? { expected: english.finding(verdict.expected), got: english.finding(verdict.got) }
    : {}
}
