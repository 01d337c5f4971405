import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { WrongUsage } from '../errors.ts'
import { foundIn, readVerdict, type VerdictFile } from '../run/verdict-file.ts'
import type { Played, Work } from './grades.ts'
import { hashOfTask } from './hash.ts'
import type { Plan } from './plan.ts'
import { type Grading, type KeptSubmission, type Result, readGrading, readResult, readSubmission } from './result.ts'

/**
 * The folder that a class is graded into. What was played is kept in it run by run, so that whatever ends this program loses
 * only the runs that were going on; grades are made of that alone.
 */
export interface Place {
  readonly folder: string
}

const file = { grading: 'grading.json', submission: 'submission.json', result: 'result.json' } as const

export const submissionFolder = ({ folder }: Place, { folder: name }: Pick<KeptSubmission, 'folder'>): string =>
  join(folder, 'submissions', name)

export const taskFolder = (place: Place, submission: Pick<KeptSubmission, 'folder'>, task: string): string =>
  join(submissionFolder(place, submission), task)

/** Where archives are unpacked. Programs run as others, who may pass but not look around. */
export function newUnpackPlace({ folder }: Place): string {
  const place = join(folder, '.unpacked')
  rmSync(place, { recursive: true, force: true })
  mkdirSync(place, { recursive: true, mode: 0o711 })
  return place
}

export const removeUnpackPlace = ({ folder }: Place): void =>
  rmSync(join(folder, '.unpacked'), { recursive: true, force: true })

/** Writes a file so that it is whole or not there, and still there when the machine has lost its power. */
export function writeWhole(path: string, text: string): void {
  const draft = join(dirname(path), `.draft-${process.pid}`)
  const opened = openSync(draft, 'w')
  try {
    writeFileSync(opened, text)
    fsyncSync(opened)
  } finally {
    closeSync(opened)
  }
  renameSync(draft, path)
  const folder = openSync(dirname(path), 'r')
  fsyncSync(folder)
  closeSync(folder)
}

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`

export function readGradingIn({ folder }: Place): Grading | undefined {
  const path = join(folder, file.grading)
  return existsSync(path) ? readKept(path, readGrading) : undefined
}

export function keepGrading({ folder }: Place, grading: Grading): void {
  mkdirSync(join(folder, 'submissions'), { recursive: true })
  writeWhole(join(folder, file.grading), json(grading))
}

export function keepSubmission(place: Place, { name, folder, hash, refused }: Omit<KeptSubmission, 'version'>): void {
  const kept: KeptSubmission = { version: 1, name, folder, hash, refused }
  mkdirSync(submissionFolder(place, kept), { recursive: true })
  writeWhole(join(submissionFolder(place, kept), file.submission), json(kept))
}

/** Nobody has handed it in any more; what was played of it stays. */
export const dropSubmission = (place: Place, submission: KeptSubmission): void =>
  rmSync(join(submissionFolder(place, submission), file.submission))

/** The submissions that the folder knows, by their names. */
export function submissionsKept({ folder }: Place): readonly KeptSubmission[] {
  const all = join(folder, 'submissions')
  return readdirSync(all)
    .map((name) => join(all, name, file.submission))
    .filter((path) => existsSync(path))
    .map((path) => readKept(path, readSubmission))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/** Keeps a run that has ended, last of all and in one step. */
export const keepResult = (place: Place, submission: Pick<KeptSubmission, 'folder'>, result: Result): void =>
  writeWhole(join(taskFolder(place, submission, result.task), file.result), json(result))

export function resultOf(place: Place, submission: Pick<KeptSubmission, 'folder'>, task: string): Result | undefined {
  const path = join(taskFolder(place, submission, task), file.result)
  return existsSync(path) ? readKept(path, readResult) : undefined
}

/** The folder of a run's record, where it has one. */
export const recordOf = (
  place: Place,
  submission: Pick<KeptSubmission, 'folder'>,
  { task, record }: Result,
): string | undefined => (record === undefined ? undefined : join(taskFolder(place, submission, task), record))

/** Whether a run was of these very files, and played as the plan says now. */
export const isCurrent = (result: Result, { hash }: Pick<KeptSubmission, 'hash'>, order: string): boolean =>
  result.hash === hash && result.order === order

/** All that the folder knows of what was played by this plan. */
export function worksIn(place: Place, plan: Plan): readonly Work[] {
  const orders = plan.labs.map((task) => ({ id: task.id, order: hashOfTask(task, plan) }))
  return submissionsKept(place).map((submission) => ({
    submission,
    played: new Map(
      orders.flatMap(({ id, order }) => {
        const result = resultOf(place, submission, id)
        if (!result || !isCurrent(result, submission, order)) return []
        return [[id, playedOf(place, submission, result)] as const]
      }),
    ),
  }))
}

export function playedOf(place: Place, submission: Pick<KeptSubmission, 'folder'>, result: Result): Played {
  const folder = recordOf(place, submission, result)
  const found = folder === undefined ? undefined : verdictIn(folder)
  if (!found) return { result }
  const { verdict, claims, replaced = [] } = found
  return { result, verdict: { verdict, claims: claims.map(foundIn), replaced } }
}

function verdictIn(folder: string): VerdictFile | undefined {
  try {
    return readVerdict(folder)
  } catch (error) {
    throw spoilt(join(folder, 'verdict.json'), error)
  }
}

function readKept<Kept>(path: string, read: (text: string) => Kept): Kept {
  try {
    return read(readFileSync(path, 'utf8'))
  } catch (error) {
    throw spoilt(path, error)
  }
}

const spoilt = (path: string, error: unknown): WrongUsage =>
  new WrongUsage(
    `${path} is not as it was written (${(error as Error).message.split('\n')[0]}); remove it, and play it again with --resume`,
  )
