import { parseDocument } from 'yaml'
import { z } from 'zod'
import { WrongUsage } from '../errors.ts'
import type { End } from '../evidence.ts'
import { type LimitName, type Limits, limitNames, readLimit } from '../system/limits.ts'
import type { Scheme } from '../verdict/points.ts'
import { messageOf } from './plan-errors.ts'

/** A lab that every submission is put to, in the place of one of its programs. */
export interface Task extends Scheme {
  /** Its name in tables and folders: `handshake.server`, `close-wait.destroy.server`. */
  readonly id: string
  readonly lab: string
  readonly variant?: string
  /** Whose program is the student's. */
  readonly role: End
  /** How it is started, in the folder of a submission; host and port are appended. */
  readonly command: string
  readonly ipv6: boolean
}

/** What a class is graded by. */
export interface Plan {
  readonly version: 1
  /** The folder that holds the submissions, as the plan names it. */
  readonly submissions: string
  /** How often what could not be judged is played again. */
  readonly tries: number
  readonly limits: Partial<Limits>
  readonly labs: readonly Task[]
}

const limit = (name: LimitName) =>
  z.union([z.string(), z.number()]).transform((amount, context) => {
    const value = readLimit(name, String(amount))
    if (value !== undefined) return value
    context.addIssue({
      code: 'custom',
      message: `'${amount}' is not a value for ${name}: write an amount, such as ${examples[name]}`,
    })
    return z.NEVER
  })

const examples: Readonly<Record<LimitName, string>> = {
  memory: '512M',
  processes: '64',
  cpu: '30',
  files: '256',
  file: '16M',
  wall: '60',
  traffic: '20000',
}

const name = z.string().regex(/^[a-z0-9-]+$/, 'it must be a name as `lab list` shows it')

const taskSchema = z.strictObject({
  lab: name,
  variant: name.optional(),
  role: z.enum(['server', 'client']),
  command: z.string().regex(/\S/, 'it must say how the program is started, such as: python3 server.py'),
  points: z.number().positive('it must be more than 0').max(10_000, 'it must be 10000 at most'),
  credit: z.enum(['all', 'claims']).default('all'),
  weights: z.record(z.string(), z.number().min(0, 'a weight must be 0 or more')).optional(),
  ipv6: z.boolean().default(false),
})

const limits = Object.fromEntries(limitNames.map((each) => [each, limit(each).optional()]))

const planSchema = z.strictObject({
  version: z.literal(1).default(1),
  submissions: z.string().min(1, 'it must name a folder').default('submissions'),
  tries: z.int().min(0, 'it must be 0 or more').max(20, 'it must be 20 at most').default(2),
  limits: z.strictObject(limits).default({}),
  labs: z.array(taskSchema).min(1, 'it must name at least one lab'),
})

/** The keys that a plan may have at a place, for whoever mistypes one. */
const keysAt = (path: readonly PropertyKey[]): readonly string[] => {
  if (path.length === 0) return Object.keys(planSchema.shape)
  return path[0] === 'labs' ? Object.keys(taskSchema.shape) : limitNames
}

/**
 * Reads a plan, in YAML or JSON, as far as it can be told without knowing the labs.
 * @param file its name, for whoever is told what is wrong with it
 * @throws WrongUsage with each mistake: where it is, what it is and what to write instead
 */
export function readPlan(text: string, file: string): Plan {
  const document = parseDocument(text, { prettyErrors: true })
  const [broken] = document.errors
  if (broken) throw new WrongUsage(`${file} is neither YAML nor JSON: ${broken.message.trimEnd()}`)
  const found = planSchema.safeParse(dataIn(document, file), { reportInput: true })
  if (!found.success)
    throw mistaken(
      file,
      found.error.issues.map((issue) => messageOf(issue, keysAt(issue.path))),
    )
  const { labs, limits: wanted, ...rest } = found.data
  const tasks = labs.map(
    ({ variant, weights, ...task }): Task => ({
      id: idOf(variant === undefined ? task : { ...task, variant }),
      ...task,
      ...(variant === undefined ? {} : { variant }),
      ...(weights === undefined ? {} : { weights }),
    }),
  )
  const mistakes = tasks.flatMap((task, index) => mistakesIn(task, index, tasks))
  if (mistakes.length > 0) throw mistaken(file, mistakes)
  return { ...rest, limits: wanted as Partial<Limits>, labs: tasks }
}

/** The plan as it can be read again. */
export const writtenPlan = ({ labs, ...plan }: Plan): unknown => ({
  ...plan,
  labs: labs.map(({ id: _, ...task }) => task),
})

/** What is wrong with a plan, a line each. */
export const mistaken = (file: string, mistakes: readonly string[]): WrongUsage =>
  new WrongUsage([`the plan ${file} cannot be followed:`, ...mistakes.map((each) => `  ${each}`)].join('\n     '))

function dataIn(document: ReturnType<typeof parseDocument>, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 })
  } catch (error) {
    throw new WrongUsage(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}

const idOf = ({ lab, variant, role, ipv6 }: Pick<Task, 'lab' | 'variant' | 'role' | 'ipv6'>): string =>
  [lab, ...(variant === undefined ? [] : [variant]), role, ...(ipv6 ? ['ipv6'] : [])].join('.')

function mistakesIn({ id, credit, weights }: Task, index: number, tasks: readonly Task[]): string[] {
  const first = tasks.findIndex((each) => each.id === id)
  return [
    ...(first < index
      ? [`labs[${index}]: it is labs[${first}] again, ${id}; a lab is played once in each role: remove one`]
      : []),
    ...(weights !== undefined && credit === 'all'
      ? [`labs[${index}].weights: credit is all or nothing; write 'credit: claims' too, or no weights`]
      : []),
  ]
}
