import { createHash } from 'node:crypto'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Cast } from '../catalogue.ts'
import { readOrdinaryFile } from '../evidence/store.ts'
import { type JudgedRun, judgePredictions } from '../predict/judge.ts'
import { readAnswer } from '../predict/read.ts'
import { type Answers, fieldsOf, type JudgedQuestion, type Question } from '../predict.ts'
import { questionsFor } from './questions.ts'

/** What was answered, as it was written: by the fields' keys. */
export type Written = Readonly<Record<string, string>>

/** What `predictions.json` holds in a run's folder: written before the play begins, and never again. */
export interface Predictions {
  readonly version: 1
  readonly lab: string
  readonly variant?: string
  readonly twin?: string
  /** When the answers were locked, by the wall clock (ISO 8601). */
  readonly lockedAt: string
  readonly answers: Written
  /** SHA-256 of all of the above, in hexadecimal; it is told before the run begins. */
  readonly sha256: string
}

const fileName = 'predictions.json'

/** Locks the answers: with the time, and a hash that tells whether they are still the same. */
export function lock({ name, variant, twin }: Pick<Cast, 'name' | 'variant' | 'twin'>, answers: Written): Predictions {
  const locked = {
    version: 1,
    lab: name,
    ...(variant === undefined ? {} : { variant }),
    ...(twin === undefined ? {} : { twin }),
    lockedAt: new Date().toISOString(),
    answers,
  } as const
  return { ...locked, sha256: hashOf(locked) }
}

function hashOf({ version, lab, variant = '', twin = '', lockedAt, answers }: Omit<Predictions, 'sha256'>): string {
  const sorted = Object.entries(answers).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256')
    .update(JSON.stringify([version, lab, variant, twin, lockedAt, sorted]))
    .digest('hex')
}

/** Puts them into the folder of a run that has not begun; the returned function takes them back. */
export function writePredictions(folder: string, predictions: Predictions): () => void {
  const path = join(folder, fileName)
  writeFileSync(path, `${JSON.stringify(predictions, undefined, 2)}\n`, { flag: 'wx' })
  return () => rmSync(path, { force: true })
}

/** The predictions in a run's folder; undefined where there are none. `changed` where they are not what was locked, or nothing that can be read. */
export function readPredictions(folder: string): Predictions | 'changed' | undefined {
  const path = join(folder, fileName)
  if (!existsSync(path)) return undefined
  try {
    const found = JSON.parse(readOrdinaryFile(path)) as Predictions
    return found.sha256 === hashOf(found) ? found : 'changed'
  } catch {
    return 'changed'
  }
}

/** What a lab's fields were answered with, read. What cannot be read was not answered: nobody could have locked it. */
export const answersOf = (questions: readonly Question[], written: Written): Answers =>
  Object.fromEntries(
    questions.flatMap(fieldsOf).flatMap(({ key, takes }) => {
      const text = Object.hasOwn(written, key) ? written[key] : undefined
      const value = typeof text === 'string' ? readAnswer(takes, text) : undefined
      return value ? [[key, value]] : []
    }),
  )

/** The predictions that were made before this run, judged by it; none where none were made, or they were changed since. */
export function judgedPredictions(folder: string, cast: Cast, run: JudgedRun): readonly JudgedQuestion[] {
  const found = readPredictions(folder)
  if (found === undefined || found === 'changed') return []
  const questions = questionsFor(cast)
  return judgePredictions(questions, answersOf(questions, found.answers), run)
}
