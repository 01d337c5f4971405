import { loadEvidence } from '../evidence/load.ts'
import { judgeRun } from '../run/judge.ts'
import { writeVerdict } from '../run/verdict-file.ts'
import type { KnownTask } from './known.ts'
import { type Place, recordOf, resultOf, submissionsKept } from './place.ts'

/** Judges every record again, without playing anything, and returns what could not be read of them, a sentence each. */
export async function judgeAgain({
  place,
  known,
}: {
  readonly place: Place
  readonly known: readonly KnownTask[]
}): Promise<readonly string[]> {
  const unread: string[] = []
  for (const submission of submissionsKept(place))
    for (const { task, cast } of known) {
      const result = resultOf(place, submission, task.id)
      const folder = result && recordOf(place, submission, result)
      if (folder === undefined) continue
      try {
        writeVerdict(folder, judgeRun(cast, loadEvidence(folder)).file)
      } catch (error) {
        unread.push(`the record ${folder} cannot be judged again: ${(error as Error).message}`)
      }
    }
  return unread
}
