import type { Shard } from '../catalogue/plan.ts'
import { type Grades, gradesJson } from '../grade/grades.ts'
import type { Pair } from '../grade/pairs.ts'
import type { Place } from '../grade/place.ts'
import { oneLine } from '../report/printable.ts'
import { exitStatus } from '../run/exit-status.ts'
import type { Speaker } from '../words.ts'

/** 0 where all is graded, whatever the grades; 2 where a person must look. */
export const statusOf = ({ submissions }: Grades): number =>
  submissions.every(({ status }) => status === 'graded') ? exitStatus.pass : exitStatus.unknown

/** The same of what was ours to play, or 77 where none of it can be played here; what was refused is told where all comes together. */
export function statusOfOwn({ submissions }: Grades, own: readonly Pair[], shard: Shard | undefined): number {
  const ours = new Set(own.map(({ submission, known }) => `${submission.name}\0${known.task.id}`))
  const played = submissions.flatMap(({ submission, labs }) =>
    labs.filter(({ task }) => ours.has(`${submission.name}\0${task.id}`)),
  )
  if (played.length > 0 && played.every(({ played }) => played?.result.status === exitStatus.host))
    return exitStatus.host
  const isRefused = shard === undefined && submissions.some(({ submission }) => submission.refused !== undefined)
  return !isRefused && played.every(({ grade }) => grade.status === 'graded') ? exitStatus.pass : exitStatus.unknown
}

/** What came of it, for a person; or as JSON and nothing else. */
export function tell(
  grades: Grades,
  { place, say }: { readonly place: Place; readonly say: Speaker },
  json: boolean,
): void {
  if (json) {
    process.stdout.write(gradesJson(grades))
    return
  }
  const words = say.grading
  const count = (status: string): number => grades.submissions.filter((each) => each.status === status).length
  const lookAt = grades.submissions.flatMap(({ submission, labs }) =>
    submission.refused === undefined
      ? labs.flatMap(({ task, grade }) =>
          grade.status === 'to look at' ? [words.lookAt(oneLine(submission.name), task.id, grade.why)] : [],
        )
      : [words.lookAt(oneLine(submission.name), '', submission.refused)],
  )
  const counts = { graded: count('graded'), 'to look at': count('to look at'), 'not played': count('not played') }
  process.stdout.write(`${['', words.summary(counts), ...lookAt, words.written(place.folder)].join('\n')}\n`)
}
