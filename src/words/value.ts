import type { End } from '../evidence.ts'
import type { Value } from '../predict.ts'
import { duration } from '../tcp.ts'
import { namedFlags } from './notation.ts'

/** What a language has of its own in an answer; numbers, flags and states look alike in each. */
export interface ValueWords extends Readonly<Record<Plain, string>> {
  readonly ends: Readonly<Record<End, string>>
  /** It was in the state until the end, for so long. */
  toTheEnd(duration: string): string
}

/** Values that are no more than their name. */
type Plain = 'yes' | 'no' | 'none' | 'never' | 'to the end' | 'stays' | 'not passed'

/** Tells a value in a language's words. */
export const valueTold =
  (words: ValueWords) =>
  (value: Value): string => {
    switch (value.is) {
      case 'who':
        return words.ends[value.end]
      case 'flags':
        return namedFlags(value.flags)
      case 'number':
        return String(value.number)
      case 'time':
        return duration(value.time)
      case 'path':
        return value.states.join(' → ') || words.none
      case 'state':
        return value.state
      case 'text':
        return value.text
      case 'to the end':
        return value.time === undefined ? words['to the end'] : words.toTheEnd(duration(value.time))
      default:
        return words[value.is]
    }
  }
