import { mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { release } from 'node:os'
import { join } from 'node:path'
import { absentIn } from '../catalogue/absent.ts'
import { projectFolder } from '../catalogue/names.ts'
import { type Ended, playChild } from '../run/child.ts'
import { exitStatus } from '../run/exit-status.ts'
import { foundIn } from '../run/verdict-file.ts'
import { usualLimits } from '../system/limits.ts'
import { earnedBy } from '../verdict/points.ts'
import { hashOfTask } from './hash.ts'
import type { Pair } from './pairs.ts'
import { keepResult, type Place, taskFolder } from './place.ts'
import type { Plan } from './plan.ts'
import type { Result } from './result.ts'

/** What all runs of a class have in common. */
export interface Class {
  readonly place: Place
  readonly plan: Plan
  readonly planHash: string
  /** Asks runs to end; what was not played to its end is not kept. */
  readonly stop: AbortSignal
  readonly kill: AbortSignal
}

const { version: tcpLabs } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as {
  readonly version: string
}

/** What a run may take beyond what its lab takes and its program may: set-up, patience, the taking down. */
const slack = 90_000

/**
 * Plays a submission, again where nobody can tell what it is worth, and keeps what came of it. Resolves to nothing where it was
 * stopped.
 */
export async function playPair(pair: Pair, all: Class, onWait: () => void): Promise<Result | undefined> {
  const { known, submission } = pair
  const folder = taskFolder(all.place, submission, known.task.id)
  // Of runs that were broken off, or of files that have changed since.
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const began = new Date().toISOString()
  for (let time = 1; ; time++) {
    const ended = await playOnce(pair, all, { folder, onWait })
    if (ended.status === exitStatus.interrupted && all.stop.aborted) return undefined
    const record = keepRecord(ended, folder, time)
    if (!isOpen(ended, pair) || time > all.plan.tries) {
      const result = resultOf(pair, all, { ended, began, tries: time, record })
      keepResult(all.place, submission, result)
      return result
    }
    if (all.stop.aborted) return undefined
  }
}

async function playOnce(
  { known: { task, takes }, path }: Pair,
  { plan, stop, kill }: Class,
  { folder, onWait }: { readonly folder: string; readonly onWait: () => void },
): Promise<Ended> {
  const { lab, variant, role, command, ipv6 } = task
  const longest = takes + (plan.limits.wall ?? usualLimits.wall) * 1000 + slack
  const planned = { lab, ...(variant === undefined ? {} : { variant }), takes }
  const ended = await playChild(planned, {
    ipv6,
    page: true,
    stop: AbortSignal.any([stop, AbortSignal.timeout(longest)]),
    ...{ kill, onWait },
    own: { role, command, folder: path, limit: plan.limits },
    place: join(folder, 'playing'),
  })
  return ended.status === exitStatus.interrupted && !stop.aborted
    ? { ...ended, status: exitStatus.harness, reason: `it did not end within ${Math.round(longest / 1000)} s` }
    : ended
}

/** Whether playing it again may tell more. */
function isOpen({ status, file }: Ended, { known }: Pair): boolean {
  if (!file) return status === exitStatus.harness
  return earnedBy({ claims: file.claims.map(foundIn), replaced: file.replaced ?? [] }, known.task).is === 'undecided'
}

/** Moves the record to where it is kept, and says what it is called there. */
function keepRecord({ file }: Ended, folder: string, time: number): string | undefined {
  const record = file === undefined ? undefined : `try-${time}`
  if (file && record) renameSync(file.record, join(folder, record))
  rmSync(join(folder, 'playing'), { recursive: true, force: true })
  return record
}

function resultOf(
  { submission, known: { task }, path }: Pair,
  { plan, planHash }: Class,
  { ended, began, tries, record }: { ended: Ended; began: string; tries: number; record: string | undefined },
): Result {
  const { status, reason, seconds } = ended
  const absent = absentIn(path, task.command)
  return {
    version: 1,
    submission: submission.name,
    hash: submission.hash,
    task: task.id,
    order: hashOfTask(task, plan),
    plan: planHash,
    ...{ tcpLabs, node: process.version, kernel: release(), began },
    seconds: Math.round(seconds * 1000) / 1000,
    ...{ tries, status },
    ...(absent === undefined ? {} : { absent }),
    ...(reason === undefined || record !== undefined ? {} : { reason }),
    ...(record === undefined ? {} : { record }),
  }
}
