import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, statSync } from 'node:fs'
import { basename, dirname, extname, join, matchesGlob, relative, resolve } from 'node:path'
import type { Shard } from '../catalogue/plan.ts'
import { WrongUsage } from '../errors.ts'
import { type HandOut, handOut } from '../grade/hand-out.ts'
import { hashOfPlan } from '../grade/hash.ts'
import { judgeAgain } from '../grade/judge-again.ts'
import { knownTasks } from '../grade/known.ts'
import { pairsOf } from '../grade/pairs.ts'
import {
  dropSubmission,
  keepGrading,
  keepSubmission,
  newUnpackPlace,
  type Place,
  readGradingIn,
  removeUnpackPlace,
  submissionsKept,
} from '../grade/place.ts'
import { readPlan, writtenPlan } from '../grade/plan.ts'
import { openOf } from '../grade/resume.ts'
import { shardIn, textOf } from '../grade/shard.ts'
import { type Handed, submissionsIn } from '../grade/submissions.ts'
import { oneLine } from '../report/printable.ts'
import { sayAside } from '../report/said.ts'
import { exitStatus } from '../run/exit-status.ts'
import { requireMachine } from '../run/inside.ts'
import { takeName } from '../system/slot.ts'
import { statusOf, statusOfOwn, tell } from './graded.ts'
import { playClass } from './play-class.ts'
import { type Spoken, spoken } from './spoken.ts'

export interface GradeOptions extends Spoken {
  readonly out?: string
  readonly only?: string
  readonly jobs?: number
  readonly resume?: boolean
  readonly judge?: boolean
  readonly shard?: Shard
  readonly json?: boolean
}

/** A plan that was read, with the labs that it names and the place that it is graded into. */
interface Class extends HandOut {
  readonly shard: Shard | undefined
  readonly submissions: string
}

/** Plays every submission of a class times every lab of a plan, and grades it; see docs/grading.md. */
export async function gradeCommand(file: string, options: GradeOptions): Promise<number> {
  const order = await classOf(file, options)
  if (options.judge) return alone(order.place, () => judgeClass(order, options))
  requireMachine()
  return alone(order.place, () => playAndGrade(order, options))
}

async function playAndGrade(order: Class, options: GradeOptions): Promise<number> {
  try {
    const submissions = await handedIn(order, options)
    keepGrading(order.place, keptOf(order))
    for (const each of submissions) keepSubmission(order.place, each)
    dropGone(order.place, submissions, options)
    const all = pairsOf(submissions, order.known, order.shard)
    const open = openOf(all, order.place, order.plan)
    for (const { pair, changed } of open)
      if (changed) note(order.say.grading.again(`${oneLine(pair.submission.name)}: ${pair.known.task.id}`, changed))
    if (open.length === 0) note(order.say.grading.nothingToPlay(all.length))
    const { interrupted, done } = await playClass(
      open.map(({ pair }) => pair),
      order,
      options,
    )
    const grades = await handOut(order)
    tell(grades, order, options.json ?? false)
    if (interrupted) note(order.say.grading.resume(all.length - open.length + done, all.length))
    return interrupted ? exitStatus.interrupted : statusOfOwn(grades, all, order.shard)
  } finally {
    removeUnpackPlace(order.place)
  }
}

/** Two that grade into one folder would take each other's runs away. */
async function alone<Result>({ folder }: Place, work: () => Promise<Result>): Promise<Result> {
  const isNew = mkdirSync(folder, { recursive: true }) !== undefined
  const { dev, ino } = statSync(folder)
  const release = await takeName(`grade/${dev}/${ino}`)
  if (!release)
    throw new WrongUsage(`another lab grade is writing to ${folder}: wait for it, or give another folder with --out`)
  try {
    return await work()
  } finally {
    if (isNew && readdirSync(folder).length === 0) rmdirSync(folder)
    await release()
  }
}

async function judgeClass(order: Class, options: GradeOptions): Promise<number> {
  const unread = await judgeAgain(order)
  keepGrading(order.place, keptOf(order))
  const grades = await handOut(order)
  tell(grades, order, options.json ?? false)
  for (const each of unread) note(each)
  return unread.length > 0 ? exitStatus.unknown : statusOf(grades)
}

const note = (text: string): void => sayAside(text)

async function classOf(file: string, options: GradeOptions): Promise<Class> {
  const say = spoken(options)
  const plan = readPlan(textIn(file), file)
  const known = await knownTasks(plan, file)
  const told = options.shard ? undefined : shardIn(process.env)
  if (told) note(say.grading.shard(textOf(told), told.by))
  const shard = options.shard ?? told
  const beside = dirname(resolve(file))
  const submissions = resolve(beside, plan.submissions)
  const folder = resolve(options.out ?? join(beside, outNameOf(file, shard)))
  requireApart(folder, submissions)
  const order = {
    place: { folder },
    say,
    plan,
    planHash: hashOfPlan(plan),
    known,
    shard,
    submissions,
    secret: [submissions, beside, process.cwd()],
  }
  requireFresh(order, options)
  return order
}

const outNameOf = (file: string, shard: Shard | undefined): string =>
  `${basename(file, extname(file))}-grades${shard === undefined ? '' : `-${shard.number}-of-${shard.of}`}`

function textIn(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new WrongUsage(`the plan cannot be read: ${(error as Error).message}; docs/grading.md describes one`)
  }
}

/** What is written must not be taken for what was handed in. */
function requireApart(out: string, submissions: string): void {
  const isIn = (inner: string, outer: string): boolean => !relative(outer, inner).startsWith('..')
  if (isIn(out, submissions) || isIn(submissions, out))
    throw new WrongUsage(
      `grades cannot go to ${out}, because the submissions are in ${submissions}: give another folder with --out`,
    )
}

/** Nobody's grades are written over unasked, and no shard's are taken for another's. */
function requireFresh({ place, shard }: Pick<Class, 'place' | 'shard'>, { resume, judge }: GradeOptions): void {
  const before = readGradingIn(place)
  if (!before) {
    if (judge) throw new WrongUsage(`there is nothing to judge again in ${place.folder}; --out says where`)
    if (existsSync(place.folder) && resume) note(`nothing has been played yet in ${place.folder}`)
    return
  }
  const [was, is] = [before.shard, shard].map((each) => (each ? `shard ${textOf(each)}` : 'all'))
  if (was !== is)
    throw new WrongUsage(
      `${place.folder} holds the grades of ${was}, and this is ${is}: give another folder with --out, or another --shard`,
    )
  if (!resume && !judge)
    throw new WrongUsage(
      `there are grades in ${place.folder} already: --resume plays what is left of them, --out names another folder`,
    )
}

const keptOf = ({ plan, planHash, shard }: Class) => ({
  version: 1 as const,
  plan: writtenPlan(plan),
  hash: planHash,
  ...(shard === undefined ? {} : { shard: { number: shard.number, of: shard.of } }),
})

async function handedIn({ submissions, place }: Class, { only }: GradeOptions): Promise<readonly Handed[]> {
  const all = await submissionsIn(submissions, newUnpackPlace(place))
  if (only === undefined) return all
  const isGlob = /[*?[{]/.test(only)
  const chosen = all.filter(({ name }) => (isGlob ? matchesGlob(name, only) : name.includes(only)))
  if (chosen.length === 0) throw new WrongUsage(`no submission in ${submissions} matches '${only}'`)
  return chosen
}

function dropGone(place: Place, submissions: readonly Handed[], { only }: GradeOptions): void {
  if (only !== undefined) return
  const there = new Set(submissions.map(({ name }) => name))
  for (const each of submissionsKept(place)) if (!there.has(each.name)) dropSubmission(place, each)
}
