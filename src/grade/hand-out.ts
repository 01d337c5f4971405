import { rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { projectFolder } from '../catalogue/names.ts'
import { loadEvidence } from '../evidence/load.ts'
import type { Evidence } from '../evidence.ts'
import { gradescope } from '../report/gradescope.ts'
import { junit } from '../report/junit.ts'
import type { ToldRun } from '../report.ts'
import type { Speaker } from '../words.ts'
import { feedback } from './feedback.ts'
import { type GradedSubmission, type GradedTask, type Grades, gradesCsv, gradesJson, gradesOf } from './grades.ts'
import { gradesPage, type Places } from './index-page.ts'
import type { KnownTask } from './known.ts'
import { type Place, recordOf, submissionFolder, worksIn, writeWhole } from './place.ts'
import type { Plan } from './plan.ts'
import { toldRun } from './told.ts'

export interface HandOut {
  readonly place: Place
  readonly plan: Plan
  readonly planHash: string
  readonly known: readonly KnownTask[]
  /** Folders of the teacher's, which are nobody else's business. */
  readonly secret: readonly string[]
  /** The language of what is told. */
  readonly say: Speaker
}

/** Grades what the folder holds and writes all that is made of it: the tables, and what each student is told. */
export async function handOut(order: HandOut): Promise<Grades> {
  const { place, plan, planHash, known, say } = order
  const grades = gradesOf(plan, planHash, worksIn(place, plan), say)
  const runs = grades.submissions.flatMap((each) => handOutOne(each, order))
  writeWhole(
    join(place.folder, 'junit.xml'),
    junit({ of: 'many runs', runs, notPlayed: notPlayedIn(grades), seconds: secondsOf(runs) }, say),
  )
  writeWhole(join(place.folder, 'grades.json'), gradesJson(grades))
  writeWhole(join(place.folder, 'grades.csv'), gradesCsv(grades))
  const path = join(place.folder, 'index.html')
  const places: Places = {
    path,
    recordOf: ({ submission }, { played }) => played && recordOf(place, submission, played.result),
  }
  writeWhole(path, await gradesPage(grades, known, { places, say }))
  return grades
}

/** One student's files; their records are read once, and none is kept in memory. */
function handOutOne(graded: GradedSubmission, { place, known, secret, say }: HandOut): ToldRun[] {
  const { submission, labs, status } = graded
  const records = new Map(labs.map((each) => [each.task.id, evidenceOf(each, place, graded)]))
  const titleOf = (id: string): string => known.find(({ task }) => task.id === id)?.cast.lab.title ?? ''
  const folder = submissionFolder(place, submission)
  const told = (named: 'alone' | 'with who'): ToldRun[] =>
    labs.flatMap(
      (each) =>
        toldRun(submission, each, { named, title: titleOf(each.task.id), evidence: records.get(each.task.id) }) ?? [],
    )
  const scrub = scrubber([...secret, place.folder, projectFolder, homedir()])
  const text = feedback(graded, {
    title: ({ id }) => titleOf(id),
    evidence: ({ task }) => records.get(task.id),
    scrub,
    say,
  })
  writeFileSync(join(folder, 'feedback.md'), text)
  const results = join(folder, 'results.json')
  // A score that somebody must still look at is none: without this file Gradescope shows that there is none.
  if (status === 'graded')
    writeFileSync(
      results,
      scrub(
        gradescope({ of: 'many runs', runs: told('alone'), notPlayed: [], seconds: secondsOf(told('alone')) }, say),
      ),
    )
  else rmSync(results, { force: true })
  // Only what did not go well is told with its facts.
  return told('with who').map(({ evidence: _, ...run }) => run)
}

/** The record of what was not wholly shown: of the others nobody asks. */
function evidenceOf(
  { task, grade, played }: GradedTask,
  place: Place,
  { submission }: GradedSubmission,
): Evidence | undefined {
  if (!played || (grade.status === 'graded' && grade.points === task.points)) return undefined
  const folder = recordOf(place, submission, played.result)
  try {
    return folder === undefined ? undefined : loadEvidence(folder)
  } catch {
    // What was judged stands without it.
    return undefined
  }
}

const notPlayedIn = ({ submissions }: Grades): string[] =>
  submissions.flatMap(({ submission, labs }) =>
    labs
      .filter(({ grade, played }) => !played && grade.status === 'not played')
      .map(({ task }) => `${submission.name}: ${task.id}`),
  )

const secondsOf = (runs: readonly ToldRun[]): number => runs.reduce((sum, { seconds }) => sum + seconds, 0)

/** Takes these folders' names out of a text, of JSON too, the longest first. */
function scrubber(folders: readonly string[]): (text: string) => string {
  const known = [...new Set(folders.flatMap((each) => [each, JSON.stringify(each).slice(1, -1)]))]
    .filter((each) => each.length > 1)
    .toSorted((a, b) => b.length - a.length)
  return (text) => known.reduce((left, folder) => left.replaceAll(folder, '…'), text)
}
