import { type Bounds, boundsOfEach, boundsOfSum } from '../claims/timer.ts'
import type { Evidence } from '../evidence.ts'
import type { Field, Question, Value } from '../predict.ts'
import { type Milliseconds, ms, withoutHints } from '../tcp.ts'
import type { Seen } from './seen.ts'

interface Compared {
  readonly question: Question
  readonly name: Field['name']
  readonly evidence: Evidence
}

/** Whether an answer is what was seen; of a time, within what the judge of claims allows the kernel's timers. */
export function isSame(answer: Value, { value, unsure = ms(0) }: Seen, about: Compared): boolean {
  if (answer.is === 'time' && value.is === 'time') return isWithin(value.time, unsure, boundsFor(answer.time, about))
  if (answer.is === 'text' && value.is === 'text') return plain(answer.text) === plain(value.text)
  if (answer.is === 'flags' && value.is === 'flags') return withoutHints(answer.flags) === withoutHints(value.flags)
  if (answer.is === 'number' && value.is === 'number') return answer.number === value.number
  if (answer.is === 'who' && value.is === 'who') return answer.end === value.end
  return answer.is === value.is && isWord(answer)
}

const isWord = ({ is }: Value): boolean => ['none', 'never', 'to the end', 'yes', 'no'].includes(is)

const plain = (text: string): string => text.trim().replace(/\s+/g, ' ').toLowerCase()

const isWithin = (
  time: Milliseconds,
  unsure: Milliseconds,
  { earliest, latest }: Pick<Bounds, 'earliest' | 'latest'>,
): boolean => time + unsure >= earliest && time - unsure <= latest

/** When a timer of this delay may fire; where the claim names several, one after the other, with the leeway of all of them. */
function boundsFor(time: Milliseconds, { question, name, evidence }: Compared): Pick<Bounds, 'earliest' | 'latest'> {
  const delays = 'delays' in question ? (question.delays ?? []) : []
  if (question.is === 'again' && name === 'last')
    return boundsOfEach(evidence, [delays[0] ?? time, time])[1] ?? boundsOfSum(evidence, [time])
  if (question.is === 'again') return boundsOfEach(evidence, [time])[0] ?? boundsOfSum(evidence, [time])
  if (delays.length < 2) return boundsOfSum(evidence, [time])
  const sum = delays.reduce((all, each) => all + each, 0)
  const { earliest, latest } = boundsOfSum(evidence, delays)
  return { earliest: ms(time + earliest - sum), latest: ms(time + latest - sum) }
}
