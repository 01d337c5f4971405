import { resolve } from 'node:path'
import { WrongUsage } from '../errors.ts'
import { handOut } from '../grade/hand-out.ts'
import { hashOfTask } from '../grade/hash.ts'
import { knownTasks } from '../grade/known.ts'
import { join, mistakesIn, type Part } from '../grade/merge.ts'
import { isCurrent, keepGrading, type Place, readGradingIn, resultOf, submissionsKept } from '../grade/place.ts'
import { type Plan, readPlan } from '../grade/plan.ts'
import type { GradeOptions } from './grade.ts'
import { statusOf, tell } from './graded.ts'
import { spoken } from './spoken.ts'

/** Joins what shards have graded into one folder, as one machine would have written it. */
export async function mergeCommand(
  folders: readonly string[],
  { out, json = false, lang }: GradeOptions,
): Promise<number> {
  if (out === undefined) throw new WrongUsage('say with --out which new folder everything goes to')
  const say = spoken({ lang })
  const place: Place = { folder: resolve(out) }
  if (readGradingIn(place))
    throw new WrongUsage(`there are grades in ${place.folder} already: name a new folder with --out`)
  const plan = planOf({ folder: resolve(folders[0] ?? '') })
  const parts = folders.map((folder) => partIn({ folder: resolve(folder) }, plan))
  const mistakes = mistakesIn(parts, plan)
  if (mistakes.length > 0) throw new WrongUsage(['these shards cannot be joined:', ...mistakes].join('\n       '))
  const known = await knownTasks(plan, 'that was kept')
  join(parts, place)
  const hash = parts[0]?.grading.hash ?? ''
  keepGrading(place, { version: 1, plan: parts[0]?.grading.plan, hash })
  const secret = [...parts.map(({ place: { folder } }) => folder), process.cwd()]
  const grades = await handOut({ place, plan, planHash: hash, known, secret, say })
  tell(grades, { place, say }, json)
  return statusOf(grades)
}

function planOf(place: Place): Plan {
  const grading = gradingIn(place)
  return readPlan(JSON.stringify(grading.plan), `${place.folder}/grading.json`)
}

function gradingIn(place: Place) {
  const grading = readGradingIn(place)
  if (!grading) throw new WrongUsage(`${place.folder} holds no grades: name the folders that 'lab grade' wrote`)
  return grading
}

function partIn(place: Place, plan: Plan): Part {
  const grading = gradingIn(place)
  const submissions = submissionsKept(place)
  const runs = submissions.flatMap((submission) =>
    plan.labs.flatMap((task) => {
      const result = resultOf(place, submission, task.id)
      const isOurs = result && isCurrent(result, submission, hashOfTask(task, plan))
      return isOurs ? [{ submission: submission.name, task: task.id }] : []
    }),
  )
  return { place, grading, submissions, runs }
}
