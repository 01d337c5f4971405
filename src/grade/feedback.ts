import { type Evidence, factsOf } from '../evidence.ts'
import { explanation, inShort, saidBy } from '../report/explained.ts'
import { type ToldFirst, toldFirst } from '../report/first-sentence.ts'
import { printable } from '../report/printable.ts'
import { showingOf } from '../verdict/points.ts'
import type { Found } from '../verdict.ts'
import type { Speaker } from '../words.ts'
import type { GradedSubmission, GradedTask } from './grades.ts'
import type { Task } from './plan.ts'

/** What is shown of what a program printed: the first and the last, where a traceback has its reason. Lines, and characters. */
const most = { first: 30, last: 30, line: 500 } as const

export interface FeedbackParts {
  /** The titles of labs, by the ids of their tasks. */
  title(task: Task): string
  /** The record of a run, where it can be read and is to be told of. */
  evidence(graded: GradedTask): Evidence | undefined
  /** Takes out what is the teacher's alone: the paths of folders. */
  scrub(text: string): string
  readonly say: Speaker
}

/** What a student is told, in Markdown that means what it says whatever programs print: nothing of theirs is markup. */
export function feedback({ submission, labs, status, points, of }: GradedSubmission, parts: FeedbackParts): string {
  const words = parts.say.grading
  const total =
    status === 'graded' && points !== undefined ? [`**${words.total}: ${words.points({ points, of })}**`] : []
  const refused = submission.refused === undefined ? [] : [plain(parts.scrub(words.refused(submission.refused)))]
  const lines = [
    `# ${plain(words.feedback(submission.name))}`,
    ...refused,
    ...(refused.length > 0 ? [words.willBeLookedAt] : total),
    ...(refused.length > 0 ? [] : labs.flatMap((each) => aboutLab(each, parts))),
  ]
  return `${lines.join('\n\n')}\n`
}

function aboutLab(graded: GradedTask, parts: FeedbackParts): string[] {
  const { task, grade } = graded
  const words = parts.say.grading
  const head = [`## ${plain(`${task.id}: ${parts.title(task)}`)}`]
  if (grade.status === 'not played') return [...head, words.notPlayed]
  if (grade.status === 'to look at') return [...head, words.willBeLookedAt, ...printed(graded, parts)]
  const points = `**${words.points({ points: grade.points, of: task.points })}**`
  const missing = notShownIn(graded)
  if (missing.length === 0) return [...head, points, words.everythingShown]
  return [
    ...head,
    points,
    ...first(missing, graded, parts),
    ...printed(graded, parts),
    ...listed(missing, graded, parts),
  ]
}

function notShownIn({ played }: GradedTask): readonly Found[] {
  const verdict = played?.verdict
  return verdict
    ? verdict.claims.filter((found) => showingOf(found, verdict) !== 'shown' && found.verdict !== 'holds')
    : []
}

/** What the program did that it must not, and what else is easy to see. */
function first(missing: readonly Found[], graded: GradedTask, parts: FeedbackParts): string[] {
  const facts = parts.evidence(graded)
  const told = toldIn(graded, facts, parts.say)
  const absent = graded.played?.result.absent
  // What its interpreter says of that is no crash of the student's program.
  if (absent) return [plain(parts.scrub(parts.say.grading.absent(absent)))]
  return told ? [told.sentence, ...told.hints].map((each) => plain(parts.scrub(each))) : wentWrong(missing, parts)
}

const toldIn = ({ played }: GradedTask, facts: Evidence | undefined, say: Speaker): ToldFirst | undefined =>
  facts && played?.verdict ? toldFirst(facts, played.verdict, say) : undefined

/** The first sentence is of what came first: where the story could not go on, of that. */
function wentWrong(missing: readonly Found[], { scrub, say }: FeedbackParts): string[] {
  const fails = missing.filter(({ verdict }) => verdict === 'fails')
  const first = fails.find(({ id }) => id === 'universal.play-went-through') ?? fails[0]
  return first ? [plain(scrub(say.grading.wentWrong(saidBy(first, say), inShort(first, say))))] : []
}

function listed(missing: readonly Found[], graded: GradedTask, { scrub, evidence, say }: FeedbackParts): string[] {
  const words = say.grading
  const facts = evidence(graded)
  // What was told of above explains them.
  const follows = toldIn(graded, facts, say)?.follows ?? []
  const reached = missing.filter(({ verdict }) => verdict !== 'not reached')
  const told = reached.filter(({ id }) => !follows.includes(id))
  const others = missing.length - reached.length
  const folded = reached.length - told.length
  const text = told.map((found) =>
    [saidBy(found, say), ...explanation(found, facts, say).map((line) => `  ${line}`)].join('\n'),
  )
  return [
    ...(told.length > 0 ? [words.claimsThatFailed(told.length), fenced(scrub(text.join('\n\n')))] : []),
    ...(folded > 0 ? [words.follow(folded)] : []),
    ...(others > 0 ? [words.notReached(others)] : []),
  ]
}

/** What the student's program said and complained of, and how it ended, verbatim. */
function printed(graded: GradedTask, { scrub, evidence, say }: FeedbackParts): string[] {
  const facts = evidence(graded)
  if (!facts) return []
  const { role } = graded.task
  const words = say.grading
  const own = factsOf(facts, 'program').filter(({ host }) => host === role)
  const lines = own.flatMap((fact) => (fact.deed === 'said' || fact.deed === 'complained' ? [fact.text] : []))
  const ended = own.filter(({ deed }) => deed === 'exited').map((fact) => plain(say.deed(fact)))
  return [
    ...(lines.length > 0
      ? [words.printed(role), fenced(scrub(shortened(lines, say).join('\n')))]
      : [words.printedNothing(role)]),
    ...ended.map((how) => `(${how})`),
  ]
}

/** What comes again and again is told once; of many lines the first and the last. */
function shortened(lines: readonly string[], say: Speaker): readonly string[] {
  const starts = lines.flatMap((line, index) => (line === lines[index - 1] ? [] : [index]))
  const folded = starts.flatMap((start, index) => {
    const again = (starts[index + 1] ?? lines.length) - start - 1
    const line = (lines[start] ?? '').slice(0, most.line)
    return again > 0 ? [line, say.grading.timesMore(again)] : [line]
  })
  const more = folded.length - most.first - most.last
  if (more <= 0) return folded
  return [...folded.slice(0, most.first), say.grading.linesMore(more), ...folded.slice(-most.last)]
}

/** Text in Markdown that is nothing but text: no markup, no link, no list, whoever wrote it. */
const plain = (text: string): string =>
  printable(text)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_{}[\]<>#|~&!@$^]/g, '\\$&')
    .replace(/:(?=\/\/)/g, '\\:')
    .replace(/(?<=\bwww)\./gi, '\\.')
    .replace(/^(\d*)(?=[-+=.)])/, '$1\\')

/** A block that ends where we say: its fence is longer than any in it. */
function fenced(text: string): string {
  const told = printable(text)
  const longest = Math.max(2, ...[...told.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}text\n${told}\n${fence}`
}
