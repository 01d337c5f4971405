import type { Endpoint } from '../tcp.ts'

/** Why a witness saw nothing for a while, or lost some of what it saw. Whose it is, the fact tells; `error` is what others wrote. */
export type BlindCause =
  | { readonly is: 'error'; readonly error: string }
  /** It ended, and how. */
  | { readonly is: 'ended'; readonly how: string }
  /** The thread that reads it ended. */
  | { readonly is: 'read no more'; readonly error?: string }
  /** What there was did not come in this time, in milliseconds. */
  | { readonly is: 'not told in time'; readonly patience: number }
  /** So many lines that cannot be read, and the first of them. */
  | { readonly is: 'unreadable'; readonly lines: number; readonly first: string }
  | { readonly is: 'damaged'; readonly damage: string }
  /** So many packets or events, where that is known, were thrown away before they could be read. */
  | { readonly is: 'overrun'; readonly lost: number | 'some' }
  /** This kernel writes these events otherwise than we can read. */
  | { readonly is: 'another format'; readonly events: readonly string[] }
  | { readonly is: 'turned off' }
  /** Two sockets at the same place, and one of them is in another network namespace. */
  | { readonly is: 'two sockets'; readonly local: Endpoint; readonly remote: Endpoint }
