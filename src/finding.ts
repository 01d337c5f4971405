import type { Assertion } from './evidence/assertion.ts'
import type { FrameFindings } from './finding/frames.ts'
import type { ProgramFindings } from './finding/programs.ts'
import type { RecordFindings } from './finding/record.ts'
import type { SegmentFindings } from './finding/segments.ts'
import type { StateFindings } from './finding/states.ts'
import type { Thing } from './finding/things.ts'
import type { TimerFindings } from './finding/timers.ts'
import type { Missing } from './story/missing.ts'
import type { Milliseconds } from './tcp.ts'

/** What many sorts of claims find. */
interface CommonFindings {
  count: { readonly of: Counted; readonly number: number }
  numbers: { readonly numbers: readonly number[] }
  counter: { readonly counter: string; readonly number: number }
  /** Several findings, each of which counts. */
  all: { readonly of: readonly Finding[] }
  /** What the one of two claims found, and what the other. */
  both: { readonly of: readonly Finding[] }
  /** What was to come first can have begun here, and what was to follow was over there. */
  'other way round': { readonly one: Milliseconds; readonly other: Milliseconds }
  /** So many of so many claims held. */
  'held of': { readonly held: number; readonly all: number }
  /** What another claim says. */
  claim: { readonly claim: Assertion }
  /** What a record of an older version holds in words: it is shown as it is. */
  quoted: { readonly text: string }
  'machine in time': {
    readonly late: Milliseconds
    /** What was waited for. */
    readonly while?: Finding
    /** What one would have to say of a machine in time. */
    readonly else?: { readonly got: Finding; readonly expected: Finding }
  }
  /** What nobody saw of what the claim needs. */
  unseen: { readonly missing: Missing }
  'claim that does not break': { readonly error: string }
  parameter: { readonly host: string; readonly name: string; readonly was: string }
}

/** What is counted. */
export type Counted =
  | 'addresses in one look'
  | 'bytes in all'
  | 'connections'
  | 'connections between one pair'
  | 'frames'
  | 'looks'
  | 'looks at the timer'
  | 'looks at the window'
  | 'lost'
  | 'open connections'
  | 'repetitions'
  | 'segments'

/** Every kind of finding, and what it holds; the sentences are in words/. */
export interface Findings
  extends CommonFindings,
    StateFindings,
    TimerFindings,
    SegmentFindings,
    FrameFindings,
    RecordFindings,
    ProgramFindings {}

export type FindingOf<Kind extends keyof Findings> = { readonly kind: Kind } & Findings[Kind]

/** Something that a claim expected, got, measured or missed. What needs nothing besides is named by a word. */
export type Finding = Thing | { [Kind in keyof Findings]: FindingOf<Kind> }[keyof Findings]
