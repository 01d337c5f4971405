import type { End } from './evidence.ts'
import type { Flags, Milliseconds, State } from './tcp.ts'

/** What of a segment is asked. `length` counts bytes of data; the numbers are relative to each side's ISN. */
export type SegmentField = 'sender' | 'flags' | 'seq' | 'length' | 'ack'

/** What is asked of a frame: the MACs by whose they are, what is in it, and the TTL or hop limit where that is IP. */
export type FrameField = 'from' | 'to' | 'carries' | 'ttl'

/** What is asked of a segment that is sent again: how often, and how long after the one before, at first and at last. */
export type AgainField = 'count' | 'first' | 'last'

interface Asked {
  /** By which its answer is known: `wire.2`, `server#2.path`, `client.stay(TIME-WAIT)`. */
  readonly id: string
  /** The ids of the claims that it was made of. They say the answer: nobody is shown them before the run. */
  readonly claims: readonly string[]
}

interface AskedOfEnd extends Asked {
  readonly end: End
  readonly connection: number
}

/**
 * What somebody is asked to predict, made of a lab's claims before there is a record. What is asked never depends on what is
 * the right answer further than the lab as a whole does: the same fields of each segment, a state's time at both ends.
 */
export type Question =
  /** The n-th segment of the connection, by when it was sent; those that are lost, and copies, count. */
  | (Asked & {
      readonly is: 'segment'
      readonly connection: number
      readonly number: number
      readonly asks: readonly SegmentField[]
    })
  /** The first segment with FIN, where nobody knows the how manieth that is. */
  | (Asked & { readonly is: 'close'; readonly connection: number })
  /** The n-th frame on an end's own link. */
  | (Asked & { readonly is: 'frame'; readonly link: End; readonly number: number })
  /** Every state of an end of the connection, in order, to the end of the record; LISTEN is the listener's, and no matter. */
  | (AskedOfEnd & { readonly is: 'path' })
  /** How long it is in the state. `delays` are those of the kernel's timers that the claim names: how exact an answer can be. */
  | (AskedOfEnd & { readonly is: 'stay'; readonly state: State; readonly delays?: readonly Milliseconds[] })
  /** What it sends again, most often. */
  | (AskedOfEnd & { readonly is: 'again'; readonly delays: readonly Milliseconds[] })
  /** How the line of its program ends that begins so. */
  | (Asked & { readonly is: 'line'; readonly end: End; readonly begins: string })
  /** Whether its program says the line. */
  | (Asked & { readonly is: 'says'; readonly end: End; readonly line: string })

export type QuestionOf<Is extends Question['is']> = Extract<Question, { is: Is }>

/** A value that was predicted, or that was seen. */
export type Value =
  | { readonly is: 'who'; readonly end: End }
  | { readonly is: 'flags'; readonly flags: Flags }
  | { readonly is: 'number'; readonly number: number }
  | { readonly is: 'time'; readonly time: Milliseconds }
  | { readonly is: 'path'; readonly states: readonly State[] }
  | { readonly is: 'state'; readonly state: State }
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'yes' | 'no' }
  /** There is no such segment, number or line. */
  | { readonly is: 'none' }
  /** It is never in the state. */
  | { readonly is: 'never' }
  /** It is still in the state when the record ends; what was seen says how long it was in it by then. */
  | { readonly is: 'to the end'; readonly time?: Milliseconds }
  /** Of a path: no state comes after this one. */
  | { readonly is: 'stays' }
  /** Of a path: the state is not on it. */
  | { readonly is: 'not passed' }

/** What sort of answer is taken. */
export type Takes =
  | 'who'
  | 'host'
  | 'protocol'
  | 'flags'
  | 'number'
  | 'count'
  | 'path'
  | 'stay'
  | 'delay'
  | 'text'
  | 'yes or no'

/** One thing that is answered. */
export interface Field {
  /** By which it is answered and found again: `wire.2.flags`, `client.path`. */
  readonly key: string
  readonly name: SegmentField | FrameField | AgainField | Question['is']
  readonly takes: Takes
}

const segmentTakes = { sender: 'who', flags: 'flags', seq: 'number', length: 'count', ack: 'number' } as const
const frameTakes = { from: 'host', to: 'host', carries: 'protocol', ttl: 'count' } as const
const againTakes = { count: 'count', first: 'delay', last: 'delay' } as const
const takes = { path: 'path', stay: 'stay', line: 'text', says: 'yes or no' } as const

/** What of a question is answered, in the order in which it is asked. */
export function fieldsOf(question: Question): readonly Field[] {
  const { id } = question
  const each = <Name extends Field['name']>(
    names: readonly Name[],
    taken: Readonly<Record<Name, Takes>>,
  ): readonly Field[] => names.map((name) => ({ key: `${id}.${name}`, name, takes: taken[name] }))
  switch (question.is) {
    case 'segment':
      return each(question.asks, segmentTakes)
    case 'close':
      return each(['sender', 'seq'], segmentTakes)
    case 'frame':
      return each(['from', 'to', 'carries', 'ttl'], frameTakes)
    case 'again':
      return each(['count', 'first', 'last'], againTakes)
    default:
      return [{ key: id, name: question.is, takes: takes[question.is] }]
  }
}

/** The answers by their fields' keys; a field that is not there was left open. */
export type Answers = Readonly<Record<string, Value>>

/** A field's answer beside what was seen in the run. */
export interface JudgedField {
  /** That of the field; of a path each of its steps has one of its own: `client.path.first`, `client.path.after(ESTABLISHED)`. */
  readonly key: string
  readonly name: Field['name']
  /** Of a path's step: the state that it comes after; none before the first. */
  readonly after?: State
  readonly answer?: Value
  readonly seen: Value
  readonly outcome: 'right' | 'wrong' | 'open' | 'unknown'
  /** The facts that decide, by their numbers in the record. */
  readonly because: readonly number[]
  /** It follows from another answer, with which it is counted: no such segment has no flags, and a path that went wrong misses what comes later. */
  readonly implied?: true
  /** Of what is unknown: why the run could not tell. */
  readonly why?: Why
}

/** A question with what came of its fields. */
export interface JudgedQuestion {
  readonly question: Question
  readonly fields: readonly JudgedField[]
}

/** The fields that count, each answer once: without what follows from another one, and without questions that wholly do. */
export const counted = (predictions: readonly JudgedQuestion[]): readonly JudgedQuestion[] =>
  predictions
    .map(({ question, fields }) => ({ question, fields: fields.filter(({ implied }) => !implied) }))
    .filter(({ fields }) => fields.length > 0)

/** Why a run cannot tell what was asked. */
export type Why =
  /** A witness did not see all of it, or the claim that it comes of cannot be told. */
  | 'unseen'
  /** The machine was too late. */
  | 'late'
  /** The play was broken off before. */
  | 'not reached'
  /** Somebody's own program took the place of the one that would say it. */
  | 'own program'

/** What is done in a run, without what comes of it: all that somebody who predicts is told. */
export type Direction =
  | { readonly does: 'starts'; readonly end: End }
  /** The end's program is given a line. */
  | { readonly does: 'tells'; readonly end: End; readonly line: string }
  | { readonly does: 'signals'; readonly end: End; readonly signal: string }
  /** So many of what the end sends, or all; without their flags, which are for the one who predicts to know. */
  | {
      readonly does: 'loses' | 'holds' | 'doubles'
      readonly from: End
      readonly first?: number
      readonly every?: number
    }
  | { readonly does: 'narrows'; readonly toward: End; readonly rate: string }
  | { readonly does: 'cuts' | 'mends' | 'releases' }
