import { gradeOf } from '../grade/grades.ts'
import type { Pair } from '../grade/pairs.ts'
import { type Place, playedOf } from '../grade/place.ts'
import type { Plan } from '../grade/plan.ts'
import { playPair } from '../grade/play.ts'
import type { Result } from '../grade/result.ts'
import { toldRun } from '../grade/told.ts'
import { followAll } from '../report/board.ts'
import { oneLine } from '../report/printable.ts'
import { calmness, roomHere, sideBySide } from '../run/side-by-side.ts'
import type { Speaker } from '../words.ts'
import { listenForStop } from './stopping.ts'

interface Order {
  readonly place: Place
  readonly plan: Plan
  readonly planHash: string
  readonly say: Speaker
}

/** Plays these, side by side as the machine bears, and keeps each as it ends. */
export async function playClass(
  pairs: readonly Pair[],
  order: Order,
  { jobs, json = false }: { readonly jobs?: number; readonly json?: boolean },
): Promise<{ readonly interrupted: boolean; readonly done: number }> {
  if (pairs.length === 0) return { interrupted: false, done: 0 }
  const { stop, kill, drop } = listenForStop()
  const shown = await progress(pairs, order, json)
  let done = 0
  const play = async (pair: Pair, onWait: () => void): Promise<void> => {
    shown.started(pair)
    const result = await playPair(pair, { ...order, stop, kill }, onWait)
    if (!result) return
    done += 1
    shown.finished(pair, result, done)
  }
  const room = jobs === undefined ? roomHere() : { working: jobs, total: jobs }
  try {
    await sideBySide(pairs, { room, stop, isCalm: jobs === undefined ? calmness() : () => true, play })
  } finally {
    shown.stop()
  }
  return { interrupted: drop(), done }
}

const nameOf = ({ submission, known }: Pair): string => `${oneLine(submission.name)}: ${known.task.id}`

/** On a terminal the board of `all`; elsewhere a line a run, with what is left. */
async function progress(pairs: readonly Pair[], { place, say }: Order, json: boolean) {
  const wide = process.stdout.isTTY && !json
  const board = wide ? await followAll({ names: pairs.map(nameOf), quiet: false, say }) : undefined
  const stream = json ? process.stderr : process.stdout
  return {
    started: (pair: Pair): void => board?.started(nameOf(pair), pair.known.takes),
    finished(pair: Pair, result: Result, done: number): void {
      const graded = gradedOf({ place, say }, pair, result)
      const run = toldRun(pair.submission, graded, { named: 'with who', title: pair.known.cast.lab.title })
      if (board && run) board.finished({ ...run, name: nameOf(pair) })
      else stream.write(`${say.grading.progress(done, pairs.length, nameOf(pair), becameOf(graded, say))}\n`)
    },
    stop: (): void => board?.stop(),
  }
}

function gradedOf({ place, say }: Pick<Order, 'place' | 'say'>, { submission, known: { task } }: Pair, result: Result) {
  const played = playedOf(place, submission, result)
  return { task, played, grade: gradeOf(task, {}, played, say) }
}

const becameOf = ({ task, grade }: ReturnType<typeof gradedOf>, say: Speaker): string =>
  grade.status === 'graded'
    ? say.grading.points({ points: grade.points, of: task.points })
    : say.grading.statuses[grade.status]
