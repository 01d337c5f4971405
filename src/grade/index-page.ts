import { inShort } from '../report/explained.ts'
import { type IndexGroup, type IndexRow, indexPage } from '../report/index-page.ts'
import { hrefOf } from '../report/page-link.ts'
import { oneLine } from '../report/printable.ts'
import { type LanguageName, languages, nameOf, speakerOf } from '../words/spoken.ts'
import type { Speaker } from '../words.ts'
import type { GradedSubmission, GradedTask, Grades } from './grades.ts'
import type { KnownTask } from './known.ts'
import { toldRun } from './told.ts'

/** Where the records of a class are, and the page that links theirs. */
export interface Places {
  /** The page itself. */
  readonly path: string
  recordOf(graded: GradedSubmission, task: GradedTask): string | undefined
}

/** All submissions of a class with their points, and for each lab a link to the page that replays its run. For the teacher: everybody is in it. */
export async function gradesPage(
  { submissions }: Grades,
  known: readonly KnownTask[],
  { places, say }: { readonly places: Places; readonly say: Speaker },
): Promise<string> {
  const groups = submissions.map((graded): IndexGroup => {
    const rows = graded.labs.flatMap((task) => rowOf(graded, task, { known, places }) ?? [])
    return { titles: inEach((words) => headingOf(graded, words)), rows }
  })
  const speakers = Object.fromEntries(languages.map((name) => [name, speakerOf(name)]))
  const titles = inEach(({ grading }) => grading.index)
  return indexPage({ titles, groups }, { speakers, language: nameOf(say) })
}

const inEach = (tell: (say: Speaker) => string): Readonly<Record<LanguageName, string>> => ({
  en: tell(speakerOf('en')),
  zh: tell(speakerOf('zh')),
})

function headingOf({ submission, status, points, of }: GradedSubmission, { grading }: Speaker): string {
  const told = points === undefined ? grading.statuses[status] : grading.points({ points, of })
  return `${oneLine(submission.name)}: ${told}`
}

/** What was not played yet has no row. */
function rowOf(
  graded: GradedSubmission,
  task: GradedTask,
  { known, places }: { readonly known: readonly KnownTask[]; readonly places: Places },
): IndexRow | undefined {
  const lab = known.find((each) => each.task.id === task.task.id)?.cast.lab
  const run = toldRun(graded.submission, task, { named: 'alone', title: lab?.title ?? '' })
  if (!run) return undefined
  const failed =
    run.claims.find(({ verdict }) => verdict === 'fails') ?? run.claims.find(({ verdict }) => verdict === 'unknown')
  const { grade } = task
  const why = (say: Speaker): string =>
    grade.status === 'to look at' ? grade.why : (run.reason ?? (failed ? inShort(failed, say) : ''))
  return {
    ...{ name: run.name, result: run.result, seconds: run.seconds },
    titles: { en: lab?.title ?? '', zh: lab?.zh ?? '' },
    ...(run.points ? { points: run.points } : {}),
    ...(run.result === 'pass' && grade.status === 'graded' ? {} : { why: inEach(why) }),
    ...hrefOf(places.recordOf(graded, task), places.path),
  }
}
