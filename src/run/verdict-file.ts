import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Cast } from '../catalogue.ts'
import { HarnessFailed } from '../errors.ts'
import type { RecordedVerdict, VerdictFile } from '../verdict.ts'
import { exitStatus } from './exit-status.ts'

const nameOf = 'verdict.json'

/** Writes the verdict into the run's folder, last of all and in one step: where it stands the run is whole. */
export function writeVerdict(folder: string, verdict: VerdictFile): void {
  const draft = join(folder, `.${nameOf}`)
  const file = openSync(draft, 'w')
  try {
    writeFileSync(file, `${JSON.stringify(verdict, undefined, 2)}\n`)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(draft, join(folder, nameOf))
}

/** The verdict in a run's folder, or undefined where there is none; throws when there is something else. */
export function readVerdict(folder: string): VerdictFile | undefined {
  const path = join(folder, nameOf)
  if (!existsSync(path)) return undefined
  const found = JSON.parse(readFileSync(path, 'utf8')) as Partial<VerdictFile> | null
  if (found?.version !== 1)
    throw new Error(`it is of version ${found?.version ?? 'none'}; this program reads version 1`)
  const { lab, verdict = '', status, claims } = found
  if (typeof lab !== 'string' || statusOf(verdict) !== status || !Array.isArray(claims))
    throw new Error('it is no verdict of a run')
  return found as VerdictFile
}

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
