import type { End, ProgramFact } from '../evidence.ts'
import type { Finding } from '../finding.ts'
import type { Milliseconds } from '../tcp.ts'

/** What a program can have read from its socket when it says a line. */
export interface Cause {
  /** So many bytes, over all its connections. */
  readonly bytes?: number
  /** The end of input: the other end's FIN. */
  readonly fin?: boolean
}

export interface ProgramFindings {
  said: {
    readonly line: string
    readonly at?: Milliseconds
    readonly but?: 'not arrived' | { readonly queued: number }
  }
  'all said': { readonly lines: readonly string[] }
  /** By a signal, or otherwise, or not at all. */
  'ended by': { readonly end: End; readonly signal?: string }
  'never said': { readonly line: string }
  'never started': { readonly end: End }
  /** What it says that it has read: that it had arrived, that it was read, that it came for the end to read. */
  cause: {
    readonly cause: Cause
    readonly is: 'arrived' | 'read' | 'unread' | 'read, by the kernel' | { readonly for: End }
  }
  /** What its kernel shows stands in for the line. */
  'shown instead': { readonly line: string }
  'still queued': { readonly bytes: number }
  'look at queue': { readonly end: End; readonly cause: Cause }
  /** What it is told; nothing is to happen before, and when that was. */
  told: { readonly line: string; readonly at?: Milliseconds }
  /** A connection that nobody has accepted, for so long after it was open. */
  'not accepted': { readonly connection: number; readonly time: Milliseconds }
  left: { readonly processes: readonly string[] }
  value: { readonly value: string }
  done: { readonly deed: ProgramFact }
  /** What happened instead of what was waited for. */
  'in vain': {
    readonly waited: Milliseconds
    readonly paths: ReadonlyArray<{ readonly of: End | 'the listener'; readonly path: Finding }>
    readonly deeds: readonly ProgramFact[]
  }
}
