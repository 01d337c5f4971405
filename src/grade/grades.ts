import type { End } from '../evidence.ts'
import { inShort, saidBy } from '../report/explained.ts'
import { oneLine } from '../report/printable.ts'
import { exitStatus } from '../run/exit-status.ts'
import { earnedBy } from '../verdict/points.ts'
import type { Found } from '../verdict.ts'
import { english } from '../words/en.ts'
import type { Speaker } from '../words.ts'
import { csv } from './csv.ts'
import type { Plan, Task } from './plan.ts'
import type { KeptSubmission, Result } from './result.ts'

/** A run as it was kept, with what it was judged. */
export interface Played {
  readonly result: Result
  readonly verdict?: {
    readonly verdict: 'pass' | 'fail' | 'unknown'
    readonly claims: readonly Found[]
    readonly replaced: readonly End[]
  }
}

export type Grade =
  | { readonly status: 'graded'; readonly points: number }
  | { readonly status: 'to look at'; readonly why: string }
  | { readonly status: 'not played' }

export interface GradedTask {
  readonly task: Task
  readonly grade: Grade
  readonly played?: Played
}

export interface GradedSubmission {
  readonly submission: KeptSubmission
  readonly labs: readonly GradedTask[]
  readonly status: Grade['status']
  /** Only where every lab is graded. */
  readonly points?: number
  /** What it would be worth if all was shown. */
  readonly of: number
}

export interface Grades {
  readonly plan: Plan
  readonly hash: string
  readonly submissions: readonly GradedSubmission[]
}

/** What is known of one submission: its runs by their tasks' ids. */
export interface Work {
  readonly submission: KeptSubmission
  readonly played: ReadonlyMap<string, Played>
}

/** Grades all that was played: a function of what was kept, whoever played it and when. */
export const gradesOf = (plan: Plan, hash: string, works: readonly Work[], say: Speaker): Grades => ({
  plan,
  hash,
  submissions: works
    .map((work) => submissionOf(plan, work, say))
    .toSorted((a, b) => (a.submission.name < b.submission.name ? -1 : 1)),
})

function submissionOf({ labs: tasks }: Plan, { submission, played }: Work, say: Speaker): GradedSubmission {
  const labs = tasks.map((task): GradedTask => {
    const found = played.get(task.id)
    return { task, grade: gradeOf(task, submission, found, say), ...(found ? { played: found } : {}) }
  })
  const statuses = labs.map(({ grade }) => grade.status)
  const status = (['to look at', 'not played'] as const).find((each) => statuses.includes(each)) ?? 'graded'
  const points = labs.reduce((sum, { grade }) => sum + (grade.status === 'graded' ? grade.points : 0), 0)
  return {
    ...{ submission, labs, status },
    ...(status === 'graded' ? { points: inHundredths(points) } : {}),
    of: inHundredths(tasks.reduce((sum, task) => sum + task.points, 0)),
  }
}

const inHundredths = (points: number): number => Math.round(points * 100) / 100

/** So many claims are named for which a run could not be graded. */
const named = 2

/** What a run is worth. One that could not be judged is worth nobody knows what, and no nothing. */
export function gradeOf(
  task: Task,
  { refused }: Pick<KeptSubmission, 'refused'>,
  played: Played | undefined,
  say: Speaker,
): Grade {
  if (refused !== undefined) return { status: 'to look at', why: refused }
  if (!played) return { status: 'not played' }
  const { result, verdict } = played
  if (!verdict) return { status: 'to look at', why: whyNoVerdict(result, say) }
  const earned = earnedBy(verdict, task)
  if (earned.is === 'decided') return { status: 'graded', points: earned.points }
  // What was not reached hangs on these.
  const unknown = earned.for.filter((found) => found.verdict === 'unknown')
  const claims = unknown.slice(0, named).map((found) => oneLine(`${saidBy(found, say)}: ${inShort(found, say)}`))
  return { status: 'to look at', why: say.grading.undecided(claims, unknown.length - claims.length, result.tries) }
}

function whyNoVerdict({ status, reason = '' }: Result, say: Speaker): string {
  const why = oneLine(reason.split('\n')[0] ?? '')
  return status === exitStatus.host ? say.grading.cannotRun(why) : say.grading.failed(why)
}

/** The table that a spreadsheet opens: the same bytes wherever and whenever the same came of it. Its words are keys, and so in no language but one. */
export function gradesCsv({ plan, submissions }: Grades): string {
  const { columns, statuses } = english.grading
  const head = [
    columns.submission,
    columns.status,
    columns.points,
    columns.of,
    ...plan.labs.map(({ id }) => id),
    columns.lookAt,
  ]
  const rows = submissions.map(({ submission, status, points, of, labs }) => [
    submission.name,
    statuses[status],
    points,
    of,
    ...labs.map(({ grade }) => (grade.status === 'graded' ? grade.points : undefined)),
    submission.refused ??
      (labs
        .filter(({ grade }) => grade.status === 'to look at')
        .map(({ task }) => task.id)
        .join(' ') ||
        undefined),
  ])
  return csv([head, ...rows])
}

/** The same with all that is known of each run; what differs from machine to machine stands in `run` alone. */
export function gradesJson({ plan, hash, submissions }: Grades): string {
  const told = {
    version: 1,
    plan: hash,
    labs: plan.labs.map(({ id, lab, variant, role, ipv6, points, credit }) => ({
      id,
      lab,
      variant,
      role,
      ipv6,
      points,
      credit,
    })),
    submissions: submissions.map(({ submission, status, points, of, labs }) => ({
      name: submission.name,
      folder: submission.folder,
      hash: submission.hash,
      refused: submission.refused,
      ...{ status, points, of },
      labs: labs.map(jsonOf),
    })),
  }
  return `${JSON.stringify(told, undefined, 2)}\n`
}

function jsonOf({ task, grade, played }: GradedTask) {
  const { result, verdict } = played ?? {}
  const notShown = verdict?.claims
    .filter(({ verdict: each }) => each !== 'holds')
    .map(({ id, verdict: each }) => ({ id, is: each }))
  return {
    id: task.id,
    status: grade.status,
    points: grade.status === 'graded' ? grade.points : undefined,
    of: task.points,
    run:
      result === undefined
        ? undefined
        : {
            ...(grade.status === 'to look at' ? { why: grade.why } : {}),
            notShown,
            ...{ status: result.status, tries: result.tries, began: result.began, seconds: result.seconds },
            ...{ kernel: result.kernel, node: result.node, tcpLabs: result.tcpLabs, record: result.record },
          },
  }
}
