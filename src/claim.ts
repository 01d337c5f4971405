import { type Assertion, idOf } from './evidence/assertion.ts'
import type { End, Evidence, Fact } from './evidence.ts'
import type { Finding, FindingOf } from './finding.ts'
import type { Need } from './story/blindness.ts'
import { kernelTimers } from './story/late.ts'
import type { Milliseconds, State } from './tcp.ts'

/**
 * What a claim says of a run: that it held, that it did not, that this record cannot tell, or that the play did not get so
 * far; each with the facts that show it.
 */
export type Verdict =
  | {
      readonly outcome: 'holds'
      readonly because: readonly Fact[]
      readonly measured?: Finding
      /** It holds because something is not in the record: of a play that was broken off that says nothing. */
      readonly vacuous?: true
    }
  | {
      readonly outcome: 'fails'
      readonly expected: Finding
      readonly got: Finding
      readonly because: readonly Fact[]
      /** What was seen could not come of a witness that was blind, nor of a machine that is late by less than a SYN's timer. */
      readonly sure?: true
      /** It fails because something is not in the record: where the play was broken off nobody asked for it. */
      readonly absent?: true
      /** A machine that is later than this can have brought it about: the kernel's timer that would then have fired. */
      readonly timer?: Milliseconds
    }
  | {
      readonly outcome: 'unknown'
      readonly missing: Finding
      readonly because: readonly Fact[]
      /** Only because the machine was late: played again it may be told. */
      readonly late?: true
    }
  | { readonly outcome: 'not reached'; readonly because: readonly Fact[] }

export type Outcome = Verdict['outcome']

/** A statement about a run, decided from the finished evidence alone: it holds no socket and awaits nothing. */
export interface Claim {
  /** By which it is found again, in a file or by a test; see `idOf`. */
  readonly id: string
  /** What it says, as data; the sentence is in words/. */
  readonly states: Assertion
  /** The ids of the project's list of claims that it settles. */
  readonly settles: readonly string[]
  /** Where the lab states it, as file:line. */
  readonly statedAt: string
  /** The witnesses without whose sight of the whole story it cannot be told. */
  readonly needs: readonly Need[]
  /** The state that it is about, at which ss and netstat look when a play has waited for it. */
  readonly about?: { readonly end: End; readonly state: State }
  /** The line of a program that it is about. */
  readonly line?: { readonly end: End; readonly text: string }
  /** What the record alone says, whoever was blind. */
  judge(evidence: Evidence): Verdict
  /** Whether it has a meaning in this run: what our own program says means nothing where another takes its place. */
  applies(evidence: Evidence): boolean
  /** The segments and states that the lab expects by stating this; what nothing accounts for fails the run. */
  accounts(evidence: Evidence): readonly Account[]
  /** The same claim, settling these ids of the list. */
  settling(...ids: readonly string[]): Claim
}

/** A segment or a state, named so that two accounts of the same are equal: `segment 3`, `client 1 FIN-WAIT-2`. */
export type Account = string & { readonly of: 'a segment or a state' }

export interface ClaimParts extends Pick<Claim, 'states' | 'needs' | 'about' | 'line' | 'judge'> {
  applies?(evidence: Evidence): boolean
  accounts?(evidence: Evidence): readonly Account[]
}

export function makeClaim(parts: ClaimParts, settles: readonly string[] = [], stated: Place = placeOfCaller()): Claim {
  return {
    applies: () => true,
    accounts: () => [],
    ...parts,
    id: idOf(parts.states),
    settles,
    get statedAt() {
      return stated()
    },
    settling: (...ids) => makeClaim(parts, [...settles, ...ids], stated),
  }
}

/** Where a lab states something, as file:line. */
export type Place = () => string

/**
 * The line of a lab that asked for the claim: a failure names it. The stack is taken here and read when somebody asks, for to read
 * it takes ten times as long as all else about a claim, and of most claims nobody asks.
 */
function placeOfCaller(): Place {
  const here = new Error('where')
  return () => lineOfLab(here.stack ?? '')
}

/** From the project's folder where the lab is there. */
function lineOfLab(stack: string): string {
  for (const [, named = '', line] of stack.matchAll(/(?:file:\/\/)?(\/[^\n]*\/lab\.ts):(\d+)/g)) {
    const file = decodeURI(named)
    if (file !== `${ours}src/lab.ts`) return `${file.startsWith(ours) ? file.slice(ours.length) : file}:${line}`
  }
  return ''
}

const ours = import.meta.dirname.slice(0, -'src'.length)

export const holds = (
  because: readonly Fact[],
  measured?: Finding,
  { vacuous = false }: { readonly vacuous?: boolean } = {},
): Verdict => ({
  outcome: 'holds',
  because,
  ...(measured === undefined ? {} : { measured }),
  ...(vacuous ? { vacuous } : {}),
})

/** What a failure is due to, where that is certain. */
export interface Reason {
  readonly sure?: boolean
  readonly absent?: boolean
  readonly timer?: Milliseconds | undefined
}

export const fails = (
  expected: Finding,
  got: Finding,
  because: readonly Fact[] = [],
  { sure = false, absent = false, timer }: Reason = {},
): Verdict => ({
  outcome: 'fails',
  expected,
  got,
  because,
  ...(sure ? { sure } : {}),
  ...(absent ? { absent } : {}),
  ...(timer === undefined ? {} : { timer }),
})

/** It fails for want of something. */
export const lacks = (expected: Finding, got: Finding, because: readonly Fact[] = []): Verdict =>
  fails(expected, got, because, { absent: true })

/** It fails by what somebody did, and not for lateness, however great. */
export const broken = (expected: Finding, got: Finding, because: readonly Fact[] = []): Verdict =>
  fails(expected, got, because, { sure: true, timer: kernelTimers.none })

/** It fails by what a program did. */
export const refuted = (expected: Finding, got: Finding, because: readonly Fact[] = []): Verdict =>
  fails(expected, got, because, { sure: true })

export const unknown = (
  missing: Finding,
  because: readonly Fact[] = [],
  { late = false }: { readonly late?: boolean } = {},
): Verdict => ({
  outcome: 'unknown',
  missing,
  because,
  ...(late ? { late } : {}),
})

/** Nobody can tell, for this machine was late; and what was waited for, or what one would have to say else. */
export const tooLate = (
  late: Milliseconds,
  because: readonly Fact[] = [],
  more: Pick<FindingOf<'machine in time'>, 'while' | 'else'> = {},
): Verdict => unknown({ kind: 'machine in time', late, ...more }, because, { late: true })
