import type { End, Seen } from '../evidence.ts'

interface Deed extends Seen {
  readonly kind: 'program'
  readonly host: End
}

/** What a program did, or was made to do. */
interface NamedDeed<Own extends string> extends Deed {
  readonly deed: Own
  /** The command, the line, the cue, the signal, or what it left. */
  readonly text: string
  /** So many more it left than are named. */
  readonly more?: number
}

interface Exit extends Deed {
  readonly deed: 'exited'
  readonly ending: Ending
}

/** What a program may take in its sandbox: of memory, time and record, of processes, open files and bytes of one. */
export type ProgramLimit = 'memory' | 'processes' | 'cpu' | 'files' | 'file' | 'wall' | 'traffic'

/** It came upon a limit of its sandbox. */
interface AtLimit extends Deed {
  readonly deed: 'limited'
  readonly limit: ProgramLimit
}

/** A line that a program said. */
export type SaidFact = NamedDeed<'said'>

export type ProgramFact =
  | NamedDeed<'started'>
  | SaidFact
  | NamedDeed<'complained'>
  | NamedDeed<'cued'>
  | NamedDeed<'signalled'>
  /** Processes that it had started were still there when its run ended, and were ended with it. */
  | NamedDeed<'left'>
  | AtLimit
  | Exit

/** How a program ended: by itself with a status, by a signal, or because it could not be started at all. */
export interface Ending {
  readonly status?: number
  readonly signal?: string
  readonly failure?: string
}
