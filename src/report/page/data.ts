/** What the page's script knows of the run besides what is drawn; JSON in the page. Times are milliseconds, queues bytes. */
export interface PageData {
  readonly axis: ReadonlyArray<readonly [time: number, place: number]>
  readonly end: number
  /** At which something happens: a step leads from one to the next. */
  readonly moments: readonly number[]
  /** Of each connection that is drawn; of a run without one, of the listener alone. */
  readonly connections: ReadonlyArray<Readonly<Record<'client' | 'server', EndData>>>
  /** By language, and in each the words that the script says. */
  readonly words: Readonly<Record<string, Readonly<Record<Word, string>>>>
}

export type Word = 'play' | 'pause' | 'segments'

export interface EndData {
  readonly states: ReadonlyArray<readonly [time: number, state: string]>
  readonly gauges: readonly GaugeData[]
  /** The window that it advertised. */
  readonly windows: ReadonlyArray<readonly [time: number, bytes: number]>
  readonly inFlight: ReadonlyArray<readonly [time: number, bytes: number]>
}

export interface GaugeData {
  readonly t: number
  readonly s?: number
  readonly r?: number
  /** The timer's name, and how much was left. */
  readonly n?: string
  readonly l?: number
  readonly w?: number
  readonly h?: number
}
