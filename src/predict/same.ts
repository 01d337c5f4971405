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

/** A time that the machine's own lateness may have made is neither. */
export type Comparison = 'same' | 'different' | 'too late to tell'

/** Whether an answer is what was seen; of a time, within what the judge of claims allows the kernel's timers. */
export function compare(answer: Value, seen: Seen, about: Compared): Comparison {
  if (answer.is === 'time' && seen.value.is === 'time') return compareTimes(answer.time, seen.value.time, seen, about)
  if (about.name === 'count' && answer.is === 'none') return compare({ is: 'number', number: 0 }, seen, about)
  return isSame(answer, seen.value) ? 'same' : 'different'
}

function isSame(answer: Value, value: Value): boolean {
  if (answer.is === 'text' && value.is === 'text') return plain(answer.text) === plain(value.text)
  if (answer.is === 'flags' && value.is === 'flags') return withoutHints(answer.flags) === withoutHints(value.flags)
  if (answer.is === 'number' && value.is === 'number') return answer.number === value.number
  if (answer.is === 'who' && value.is === 'who') return answer.end === value.end
  return answer.is === value.is && isWord(answer)
}

const isWord = ({ is }: Value): boolean => ['none', 'never', 'to the end', 'yes', 'no'].includes(is)

const plain = (text: string): string => text.trim().replace(/\s+/g, ' ').toLowerCase()

/** What needs no excuse is right on any machine; one that is very late excuses nothing and accuses nobody. */
function compareTimes(answer: Milliseconds, time: Milliseconds, { unsure = ms(0) }: Seen, about: Compared): Comparison {
  const { earliest, latest, lateness } = boundsFor(answer, about)
  if (time + unsure < earliest || time - unsure > latest) return 'different'
  return lateness > answer / 4 && time - unsure > latest - lateness ? 'too late to tell' : 'same'
}

/** When a timer of this delay may fire; where the claim names several, one after the other, with the leeway of all of them. */
function boundsFor(time: Milliseconds, { question, name, evidence }: Compared): Bounds {
  const delays = 'delays' in question ? (question.delays ?? []) : []
  const alone = boundsOfSum(evidence, [time])
  // The kernel doubles its first delay, and with it what that may be longer than its least value.
  if (question.is === 'again' && name === 'last') return boundsOfEach(evidence, [delays[0] ?? time, time])[1] ?? alone
  if (question.is === 'again') return boundsOfEach(evidence, [time])[0] ?? alone
  if (delays.length < 2) return alone
  const sum = delays.reduce((all, each) => all + each, 0)
  const { earliest, latest, lateness } = boundsOfSum(evidence, delays)
  return { earliest: ms(time + earliest - sum), latest: ms(time + latest - sum), lateness }
}
