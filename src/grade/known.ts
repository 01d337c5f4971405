import { nearest } from '../catalogue/names.ts'
import { type Cast, castLab } from '../catalogue.ts'
import { universalClaims } from '../claims/universal.ts'
import { WrongUsage } from '../errors.ts'
import { words } from '../lab.ts'
import { rawEndOf } from '../network.ts'
import { splitWords } from '../system/command.ts'
import { locate } from '../system/tools.ts'
import { type Milliseconds, s } from '../tcp.ts'
import { mistaken, type Plan, type Task } from './plan.ts'

/** A task with what is known of its lab. */
export interface KnownTask {
  readonly task: Task
  readonly cast: Cast
  readonly takes: Milliseconds
}

/**
 * Finds the labs that a plan names.
 * @throws WrongUsage with each lab, variant, claim and command that there is not
 */
export async function knownTasks(plan: Plan, file: string): Promise<readonly KnownTask[]> {
  const mistakes: string[] = []
  const known: KnownTask[] = []
  for (const [index, task] of plan.labs.entries()) {
    const cast = await castFor(task).catch((error: unknown) => {
      if (!(error instanceof WrongUsage)) throw error
      mistakes.push(`labs[${index}]: ${error.message}`)
    })
    if (!cast) continue
    known.push({ task, cast, takes: cast.lab.takes ?? s(1) })
    mistakes.push(...mistakesIn(task, cast).map((each) => `labs[${index}].${each}`))
  }
  if (mistakes.length > 0) throw mistaken(file, mistakes)
  return known
}

const castFor = async ({ lab, variant }: Task): Promise<Cast> => castLab(lab, variant)

function mistakesIn({ role, command, weights = {} }: Task, { lab }: Cast): string[] {
  const own = lab.claims(words)
  const ids = [...own, ...universalClaims(own)].map(({ id }) => id)
  const unknown = Object.keys(weights).filter((id) => !ids.includes(id))
  return [
    ...unknown.map((id) => `weights: this lab has no claim '${id}'; ${nearest(id, ids)}`),
    ...(ids.every((id) => weights[id] === 0) ? ['weights: no claim weighs anything; leave one above 0'] : []),
    ...(rawEndOf(lab.network ?? {}) === role
      ? [
          `role: the ${role} of this lab speaks TCP by hand, segment by segment; a program of one's own cannot take its place`,
        ]
      : []),
    ...mistakesInCommand(command),
  ]
}

/** What a submission brings is its own affair; what runs it is on this machine, or nobody's program is run. */
function mistakesInCommand(command: string): string[] {
  const [runner] = splitWords(command)
  if (runner === undefined) return ['command: it names no program; write one, such as: python3 server.py']
  if (runner.includes('/') || locate(runner)) return []
  return [
    `command: '${runner}' is not found in PATH; install it here, mend the name, or write './${runner}' for a file of the submission`,
  ]
}
