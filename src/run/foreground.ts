import { childrenOf, numbersOf } from '../system/processes.ts'
import { exitStatus } from './exit-status.ts'
import { type Inside, type RunEnd, startInside } from './inside.ts'
import { Interrupted } from './interrupted.ts'
import type { Asked } from './verdict-file.ts'

export interface Foreground {
  readonly hold: boolean
  /** How often a run is played again that is unknown only because the machine was late. */
  readonly again: number
  /** Told before it is played again: for the how manieth time. */
  onAgain(time: number): void
}

/** Has one run played inside and stays outside, to pass on what the user does: Ctrl+C, signals, Enter. */
export async function playInForeground(
  asked: Asked,
  options: object,
  { hold, again, onAgain }: Foreground,
): Promise<RunEnd> {
  let inside: Inside | undefined
  let interruptedBy: NodeJS.Signals | undefined
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      interruptedBy ??= name
      inside?.interrupt(name)
    })
  }
  for (let time = 1; ; time++) {
    inside = await startInside(asked, options, { output: 'inherit', tellsNews: false })
    // While it was being started there was nobody to tell.
    if (interruptedBy) inside.interrupt(interruptedBy)
    const outcome = await attended(inside, hold)
    if (!isOnlyLate(outcome) || time > again) return outcome
    if (interruptedBy) throw new Interrupted(interruptedBy)
    onAgain(time)
  }
}

/** Settled neither way, and only since the machine was late. */
export const isOnlyLate = ({ status, file }: RunEnd): boolean => status === exitStatus.unknown && file?.late === true

async function attended(inside: Inside, hold: boolean): Promise<RunEnd> {
  if (!hold) return inside.ended
  const enter = (): void => inside.tell('enter')
  // Nobody will press Enter any more, however often the story holds still.
  const end = (): void => inside.tell('no more input')
  process.stdin.on('data', enter).on('end', end)
  const telling = setInterval(() => tellPids(inside), 200)
  try {
    return await inside.ended
  } finally {
    clearInterval(telling)
    process.stdin.off('data', enter).off('end', end).pause()
  }
}

/** The run's processes have numbers of their own in its namespaces; for the commands that --hold prints it needs those that others see. */
function tellPids({ child, tell }: Inside): void {
  const pairs = family(child.pid ?? 0).flatMap((pid) => {
    // Of a program, the second is its number in the run, and a third the one in its end's own namespace.
    const [outer, inner] = numbersOf(pid)
    return inner === undefined ? [] : [`${inner}:${outer}`]
  })
  if (pairs.length > 0) tell(`pids ${pairs.join(' ')}`)
}

const family = (pid: number): number[] => childrenOf(pid).flatMap((child) => [child, ...family(child)])
