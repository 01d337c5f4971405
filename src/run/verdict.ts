import type { Judged } from '../claim.ts'
import { judgeAll, worstOf } from '../claim.ts'
import { universalClaims } from '../claims/universal.ts'
import type { Evidence, Setting } from '../evidence.ts'
import { words } from '../lab.ts'
import type { Cast } from './catalogue.ts'

/** The exit statuses, which are the whole contract with those who grade. */
export const exitStatus = { pass: 0, fail: 1, unknown: 2, usage: 64, harness: 70, host: 77, interrupted: 130 } as const

/**
 * The worst first: whoever plays many labs ends with the worst status of all. A run that was interrupted is no pass,
 * and no worse than what made us break it off.
 */
const { harness, fail, unknown, interrupted, host } = exitStatus
const badness: readonly number[] = [harness, fail, unknown, interrupted, host]

/** One status for many runs; one that the contract does not know counts as a failure of ours. */
export function worstStatus(statuses: readonly number[]): number {
  const known = statuses.map((status) => (status === 0 || badness.includes(status) ? status : harness))
  return badness.find((status) => known.includes(status)) ?? exitStatus.pass
}

/** What `verdict.json` holds; `version` grows when a field changes its meaning or goes. */
export interface VerdictFile {
  readonly version: 1
  readonly lab: string
  readonly title: string
  readonly variant?: string
  readonly twin?: string
  readonly verdict: 'pass' | 'fail' | 'unknown'
  readonly status: number
  /** It is unknown for no other reason than that the machine was late: played again it may be settled. */
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

export interface ClaimInFile {
  readonly says: string
  readonly settles: readonly string[]
  readonly statedAt: string
  readonly verdict: 'holds' | 'fails' | 'unknown'
  readonly measured?: string
  readonly expected?: string
  readonly got?: string
  readonly missing?: string
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

function inFile({ claim, verdict }: Judged, evidence: Evidence): ClaimInFile {
  const { outcome, because, ...rest } = verdict
  const indexes = because.map((fact) => evidence.facts.indexOf(fact)).filter((index) => index >= 0)
  return {
    ...(claim && { says: claim.says, settles: claim.settles, statedAt: claim.statedAt }),
    verdict: outcome,
    ...rest,
    because: indexes,
  }
}
