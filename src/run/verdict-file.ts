import { closeSync, existsSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Cast } from '../catalogue.ts'
import { HarnessFailed } from '../errors.ts'
import { readOrdinaryFile } from '../evidence/store.ts'
import type { Evidence, Setting } from '../evidence.ts'
import type { Came, Found, Judgement } from '../verdict.ts'
import { english } from '../words/en.ts'
import type { Details, Speaker } from '../words.ts'
import { exitStatus } from './exit-status.ts'

/** What `verdict.json` holds; `version` grows when a field changes its meaning or goes. */
export interface VerdictFile {
  readonly version: 1
  readonly lab: string
  readonly title: string
  readonly variant?: string
  readonly twin?: string
  readonly verdict: Judgement['verdict']
  readonly status: number
  /** It is unknown only because the machine was late: played again it may be told. */
  readonly late?: true
  readonly began: string
  readonly family: 'IPv4' | 'IPv6'
  readonly kernel: string
  /** Witnesses that the run could not have, and why, in words. */
  readonly missing: Readonly<Record<string, string>>
  readonly programs: Setting['programs']
  /** The ends whose program is the user's own; a file of before 2026-11-22 does not say. */
  readonly replaced?: Setting['replaced']
  /** Those of them whose program ran in a sandbox. */
  readonly sandboxed?: Setting['sandboxed']
  readonly settles: readonly string[]
  readonly claims: readonly ClaimInFile[]
}

/** The verdict as `run --json` prints it. The file itself does not say where it is: whoever moves the folder may. */
export interface RecordedVerdict extends VerdictFile {
  /** The folder of the run's record. */
  readonly record: string
}

/** A claim twice over: in English for whoever reads the file, and as the data that reports are made of. */
export type ClaimInFile = Pick<Found, 'id' | 'settles' | 'statedAt' | 'verdict' | 'because'> &
  Details & { readonly says: string; readonly found: Came & Pick<Found, 'states'> }

/** What a run's file says of how it was judged. */
export function verdictFileOf({ lab }: Cast, { setting }: Evidence, { verdict, late, claims }: Judgement): VerdictFile {
  return {
    version: 1,
    lab: setting.lab,
    title: lab.title,
    ...(setting.variant === undefined ? {} : { variant: setting.variant }),
    ...(setting.twin === undefined ? {} : { twin: setting.twin }),
    verdict,
    status: exitStatus[verdict],
    ...(late ? { late } : {}),
    began: setting.began,
    family: setting.family,
    kernel: setting.kernel,
    missing: Object.fromEntries(Object.entries(setting.missing).map(([by, why]) => [by, english.reports.lacking[why]])),
    programs: setting.programs,
    replaced: setting.replaced,
    ...(setting.sandboxed === undefined ? {} : { sandboxed: setting.sandboxed }),
    settles: lab.settles,
    claims: claims.map((each) => claimInFile(each, english)),
  }
}

/** The same verdict with its claims in another language, for whoever reads what is printed of it; the file itself is in English. */
export const spokenIn = <File extends VerdictFile>(file: File, say: Speaker): File => ({
  ...file,
  claims: file.claims.map((each) => claimInFile(foundIn(each), say)),
})

function claimInFile(found: Found, say: Speaker): ClaimInFile {
  const { id, settles, statedAt, because, ...rest } = found
  const says = say.claim(rest.states)
  return { id, says, settles, statedAt, verdict: rest.verdict, ...say.details(rest), because, found: rest }
}

/** The claim as it was judged. */
export const foundIn = ({ id, settles, statedAt, because, found }: ClaimInFile): Found => ({
  ...{ id, settles, statedAt, because },
  ...found,
})

/** The file of a run's verdict, in its folder: where it stands the run is whole. */
export const verdictName = 'verdict.json'

/** Writes the verdict into the run's folder, last of all and in one step. */
export function writeVerdict(folder: string, verdict: VerdictFile): void {
  const draft = join(folder, `.${verdictName}`)
  const file = openSync(draft, 'w')
  try {
    writeFileSync(file, `${JSON.stringify(verdict, undefined, 2)}\n`)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(draft, join(folder, verdictName))
}

/** The verdict in a run's folder, or undefined where there is none; throws when there is something else. */
export function readVerdict(folder: string): VerdictFile | undefined {
  const path = join(folder, verdictName)
  if (!existsSync(path)) return undefined
  const found = JSON.parse(readOrdinaryFile(path)) as Partial<VerdictFile> | null
  if (found?.version !== 1)
    throw new Error(`it is of version ${found?.version ?? 'none'}; this program reads version 1`)
  const { lab, verdict = '', status, claims, began } = found
  if (typeof lab !== 'string' || statusOf(verdict) !== status || !isListOfClaims(claims) || typeof began !== 'string')
    throw new Error('it is no verdict of a run')
  return found as VerdictFile
}

const isListOfClaims = (claims: unknown): boolean =>
  Array.isArray(claims) &&
  claims.every((claim: Partial<ClaimInFile> | null) => Array.isArray(claim?.settles) && Array.isArray(claim.because))

const statusOf = (verdict: string): number | undefined =>
  verdict === 'pass' || verdict === 'fail' || verdict === 'unknown' ? exitStatus[verdict] : undefined

/** What was asked to be played. */
export type Asked = Pick<Cast, 'variant' | 'twin'> & { readonly lab: string }

/** A status that judges, 0, 1 or 2, counts only with the verdict that this very run has written. */
export function earnedVerdict(folder: string, status: number, asked: Asked): RecordedVerdict {
  const ended = `the run ended with status ${status}, but`
  let found: VerdictFile | undefined
  try {
    found = readVerdict(folder)
  } catch (error) {
    throw new HarnessFailed(`${ended} its verdict in ${folder} cannot be read: ${(error as Error).message}`)
  }
  if (!found) throw new HarnessFailed(`${ended} there is no verdict of it in ${folder}`)
  if (found.status !== status) throw new HarnessFailed(`${ended} its verdict in ${folder} has status ${found.status}`)
  const { lab, variant, twin } = found
  if (lab !== asked.lab || variant !== asked.variant || twin !== asked.twin)
    throw new HarnessFailed(`${ended} the verdict in ${folder} is of another run: ${[lab, variant, twin].join(' ')}`)
  return { ...found, record: folder }
}
