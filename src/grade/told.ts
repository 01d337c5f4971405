import type { Evidence } from '../evidence.ts'
import type { Result as Became, ToldRun } from '../report.ts'
import { exitStatus } from '../run/exit-status.ts'
import type { GradedTask } from './grades.ts'
import type { KeptSubmission } from './result.ts'

/** A run of a class, as reports tell of it; nothing of it where it was not played. */
export function toldRun(
  { name }: Pick<KeptSubmission, 'name'>,
  { task, grade, played }: GradedTask,
  { named, title, evidence }: { named: 'with who' | 'alone'; title: string; evidence?: Evidence | undefined },
): ToldRun | undefined {
  if (!played) return undefined
  const { result, verdict } = played
  return {
    name: named === 'alone' ? task.id : `${name}: ${task.id}`,
    lab: task.lab,
    ...(task.variant === undefined ? {} : { variant: task.variant }),
    result: verdict?.verdict ?? becameOf(result.status),
    ...{ status: result.status, seconds: result.seconds, title, began: result.began, kernel: result.kernel },
    ...(verdict ? { replaced: verdict.replaced } : { reason: result.reason ?? '' }),
    ...(grade.status === 'graded' ? { points: { earned: grade.points, of: task.points } } : {}),
    claims: verdict?.claims ?? [],
    ...(evidence ? { evidence } : {}),
  }
}

const becameOf = (status: number): Became => (status === exitStatus.host ? 'cannot run' : 'error')
