import { createInterface } from 'node:readline/promises'
import { readAnswer, segmentIn, stateIn } from '../predict/read.ts'
import { type Field, fieldsOf, type Question, type QuestionOf } from '../predict.ts'
import { ofOneRun, widthOfScreen } from '../report/screen.ts'
import { paint, wantsColor } from '../report/style.ts'
import { wrapped } from '../report/wrapped.ts'
import { Interrupted } from '../run/interrupted.ts'
import type { State } from '../tcp.ts'
import type { Speaker } from '../words.ts'
import type { Written } from './predictions.ts'

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
  const written: Record<string, string> = {}
  try {
    for (const [index, question] of questions.entries()) {
      person.tell(
        `\n${paints.dim(say.predict.count(index + 1, questions.length))}  ${paints.bold(say.predict.question(question))}`,
      )
      Object.assign(written, await askOne(question, person))
    }
    return written
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

interface Person {
  readonly say: Speaker
  ask(label: string): Promise<string>
  tell(text: string): void
}

function askOne(question: Question, person: Person): Promise<Written> {
  if (question.is === 'path') return askPath(question, person)
  return question.is === 'segment' ? askSegment(question, person) : askEach(fieldsOf(question), person)
}

async function askEach(fields: readonly Field[], person: Person): Promise<Written> {
  const written: Record<string, string> = {}
  for (const field of fields) {
    const text = await askField(field, person)
    if (text !== '') written[field.key] = text
  }
  return written
}

/** Asks until the answer can be read, or nothing is answered. */
async function askField({ name, takes }: Field, { say, ask, tell }: Person): Promise<string> {
  for (;;) {
    const text = await ask(say.predict.fields[name])
    if (text === '' || readAnswer(takes, text)) return text
    tell(hint(text, say.predict.forms[takes], say))
  }
}

const hint = (text: string, forms: string, say: Speaker): string =>
  `    ${text === '?' || text === '？' ? forms : say.predict.notRead(text, forms)}`

/** Field by field, or all of it in one line; of a segment that there is not nothing else is asked. */
async function askSegment(question: QuestionOf<'segment'>, person: Person): Promise<Written> {
  const { say, ask, tell } = person
  const [first, ...rest] = fieldsOf(question)
  if (!first) return {}
  for (;;) {
    const text = await ask(say.predict.fields[first.name])
    const value = readAnswer(first.takes, text)
    if (value?.is === 'none') return { [first.key]: text }
    if (value || text === '') return { ...(value ? { [first.key]: text } : {}), ...(await askEach(rest, person)) }
    const whole = segmentIn(text)
    if (whole) {
      const said = Object.fromEntries(
        fieldsOf(question).flatMap(({ key, name }) => {
          const part = whole[name as keyof typeof whole]
          return part === undefined ? [] : [[key, part]]
        }),
      )
      return {
        ...said,
        ...(await askEach(
          rest.filter(({ key }) => !Object.hasOwn(said, key)),
          person,
        )),
      }
    }
    tell(hint(text, `${say.predict.forms[first.takes]}; ${say.predict.segmentForm}`, say))
  }
}

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
  }
}
