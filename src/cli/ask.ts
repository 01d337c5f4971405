import { createInterface } from 'node:readline/promises'
import { impliedBy } from '../predict/implied.ts'
import { readAnswer, segmentIn, stateIn } from '../predict/read.ts'
import { type Field, fieldsOf, type Question, type QuestionOf } from '../predict.ts'
import { ofOneRun, widthOfScreen } from '../report/screen.ts'
import { paint, wantsColor } from '../report/style.ts'
import { wrapped } from '../report/wrapped.ts'
import { Interrupted } from '../run/interrupted.ts'
import type { State } from '../tcp.ts'
import type { Speaker } from '../words.ts'
import { answersOf, type Written } from './predictions.ts'

/** Asks a person at a terminal; no answer can be taken back. Throws Interrupted where the person ends it. */
export async function askAtTerminal(
  questions: readonly Question[],
  say: Speaker,
  output: NodeJS.WriteStream,
): Promise<Written> {
  const over = new AbortController()
  const stop = (why: string): void => over.abort(new Interrupted(why))
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const name of names) process.on(name, stop)
  const lines = createInterface({ input: process.stdin, output })
  lines.on('SIGINT', () => stop('SIGINT'))
  lines.on('close', () => stop('the input ended before the last question'))
  const paints = paint(wantsColor(output))
  const width = widthOfScreen(ofOneRun, output)
  const person: Person = {
    say,
    ask: (label) => answered(lines.question(`  ${label}: `, { signal: over.signal }), over.signal),
    tell: (text) => void output.write(`${wrapped([text], width)}\n`),
  }
  try {
    return await askAll(questions, person, (question, index) =>
      person.tell(
        `\n${paints.dim(say.predict.count(index + 1, questions.length))}  ${paints.bold(say.predict.question(question))}`,
      ),
    )
  } finally {
    lines.removeAllListeners('close')
    lines.close()
    for (const name of names) process.off(name, stop)
  }
}

/** What waits for the person is over when it is aborted; readline tells so by an error of its own. */
async function answered(question: Promise<string>, over: AbortSignal): Promise<string> {
  try {
    return (await question).trim()
  } catch (error) {
    throw over.aborted ? (over.reason as Error) : error
  }
}

/** Who answers, field by field. */
export interface Person {
  readonly say: Speaker
  ask(label: string): Promise<string>
  tell(text: string): void
}

/**
 * Asks one after the other what does not follow from what was answered before.
 *
 * @param begin is told each question that is asked, and its place
 */
export async function askAll(
  questions: readonly Question[],
  person: Person,
  begin: (question: Question, index: number) => void,
): Promise<Written> {
  const written: Record<string, string> = {}
  const left = (question: Question): readonly Field[] => {
    const implied = impliedBy(questions, answersOf(questions, written))
    return fieldsOf(question).filter(({ key }) => !Object.hasOwn(implied, key) && !Object.hasOwn(written, key))
  }
  for (const [index, question] of questions.entries()) {
    if (left(question).length === 0) continue
    begin(question, index)
    if (question.is === 'path') Object.assign(written, await askPath(question, person))
    else
      for (const field of fieldsOf(question))
        if (left(question).some(({ key }) => key === field.key))
          Object.assign(written, await askField(question, field, person))
  }
  return written
}

/** Asks until the answer can be read, or nothing is answered; a segment may be told in one line. */
async function askField(question: Question, { key, name, takes }: Field, person: Person): Promise<Written> {
  const { say, ask, tell } = person
  const isWhole = question.is === 'segment' && name === 'sender'
  const forms = `${say.predict.forms[takes]}${isWhole ? `; ${say.predict.segmentForm}` : ''}`
  for (;;) {
    const text = await ask(say.predict.fields[name])
    if (text === '') return {}
    if (readAnswer(takes, text)) return { [key]: text }
    const whole = isWhole ? segmentIn(text) : undefined
    if (whole) return partsOf(question, whole)
    tell(hint(text, forms, say))
  }
}

const partsOf = (question: Question, whole: NonNullable<ReturnType<typeof segmentIn>>): Written =>
  Object.fromEntries(
    fieldsOf(question).flatMap(({ key, name }) => {
      const part = whole[name as keyof typeof whole]
      return part === undefined ? [] : [[key, part]]
    }),
  )

const hint = (text: string, forms: string, say: Speaker): string =>
  `    ${text === '?' || text === '？' ? forms : say.predict.notRead(text, forms)}`

/** State after state, each after one's own last; several in one line are taken too. */
async function askPath(question: QuestionOf<'path'>, { say, ask, tell }: Person): Promise<Written> {
  const states: State[] = []
  for (;;) {
    const text = await ask(say.predict.nextState(states.at(-1)))
    const state = stateIn(text)
    const value = readAnswer('path', text)
    const isOver = text === '' || (value?.is === 'path' && value.states.length === 0 && !state)
    if (isOver && states.length > 0) return { [question.id]: states.join(' → ') }
    if (isOver) return text === '' ? {} : { [question.id]: text }
    if (state) states.push(state)
    else if (value) return { [question.id]: [...states, text].join(' → ') }
    else tell(hint(text, say.predict.forms.path, say))
    // Nothing comes after it; in front it is where everybody begins.
    if (state === 'CLOSED' && states.length > 1) return { [question.id]: states.join(' → ') }
  }
}
