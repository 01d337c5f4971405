/** What a table may take of a terminal. */
export interface Bounds {
  /** Narrower than this nobody can read it: its lines are broken by the terminal then. */
  readonly least: number
  /** Wider than this nobody wants to read it. */
  readonly most: number
  /** How wide it is where there is no terminal; without end for a table, whose lines somebody may search. */
  readonly inPipe: number
}

/** What tells of one run: below it comes the ladder, which nobody wants wider. */
export const ofOneRun: Bounds = { least: 40, most: 120, inPipe: 80 }

/** How many columns what is printed there may take. */
export const widthOfScreen = (
  { least, most, inPipe }: Bounds,
  { columns }: NodeJS.WriteStream = process.stdout,
): number => (columns === undefined ? inPipe : Math.min(most, Math.max(least, columns)))
