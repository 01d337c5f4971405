/** What a table may take of a terminal. */
export interface Bounds {
  /** Narrower than this nobody can read it: its lines are broken by the terminal then. */
  readonly least: number
  /** Wider than this nobody wants to read it. */
  readonly most: number
  /** How wide it is where there is no terminal. */
  readonly inPipe: number
}

/** How many columns what is printed on standard output may take. */
export const widthOfScreen = ({ least, most, inPipe }: Bounds): number =>
  process.stdout.isTTY ? Math.min(most, Math.max(least, process.stdout.columns)) : inPipe
