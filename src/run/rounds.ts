import { type SideBySide, sideBySide } from './side-by-side.ts'

export interface Rounds<Job, End> extends Pick<SideBySide<Job>, 'room' | 'stop' | 'isCalm'> {
  /** How often at most one is played again. */
  readonly again: number
  /** Plays it once, and says when it only waits. */
  readonly playOnce: (job: Job, waits: () => void) => Promise<End>
  /** Whether what came of it might be told if it were played again, on a machine that is in time. */
  readonly isOpen: (job: Job, end: End) => boolean | Promise<boolean>
  /** It will be played again once all the others have ended. */
  onOpen(job: Job): void
  /** It is played again, for the how manieth time. */
  onAgain(job: Job, time: number): void
  /** What came of it in the end. */
  onEnd(job: Job, end: End): Promise<void>
}

/**
 * Plays all side by side, and then those of which nobody could tell once more, one by one: what kept the machine busy was most
 * likely the others. Resolves to those that were not played to an end of their own.
 */
export async function inRounds<Job, End>(jobs: readonly Job[], rounds: Rounds<Job, End>): Promise<readonly Job[]> {
  const { again, room, stop, isCalm, playOnce, isOpen, onOpen, onAgain, onEnd } = rounds
  const open: Job[] = []
  const play = async (job: Job, waits: () => void): Promise<void> => {
    const end = await playOnce(job, waits)
    if (again === 0 || stop.aborted || !(await isOpen(job, end))) return onEnd(job, end)
    open.push(job)
    onOpen(job)
  }
  const playAlone = async (job: Job): Promise<void> => {
    for (let time = 1; ; time++) {
      onAgain(job, time)
      const end = await playOnce(job, () => {})
      if (time >= again || stop.aborted || !(await isOpen(job, end))) return onEnd(job, end)
    }
  }
  const left = await sideBySide(jobs, { room, stop, isCalm, play })
  const alone = { room: { working: 1, total: 1 }, stop, isCalm: () => true }
  return [...left, ...(await sideBySide(open, { ...alone, play: playAlone }))]
}
