import type { Finding } from '../finding.ts'

/** How far the best attempt came, in things seen and in lines. */
export interface Matching {
  readonly matched: boolean
  readonly seen: number
  readonly lines: number
}

/** How a line is held against something seen. */
export interface Fitting<Line, Seen> {
  /** Whether the line stands for any number of things, one after the other. */
  isWildcard(line: Line): boolean
  fits(line: Line, seen: Seen, before: Seen | undefined): boolean
}

/**
 * Matches lines against what was seen, in order and without a gap; remembers the attempt that came furthest, which is what an
 * error should show.
 */
export function inOrder<Line, Seen>(
  lines: readonly Line[],
  seen: readonly Seen[],
  { isWildcard, fits }: Fitting<Line, Seen>,
): Matching {
  let best = { seen: 0, lines: 0 }
  const tried = new Set<number>()
  // What is still to be tried, the last first: a connection of many thousand segments is deeper than any call stack.
  const open: Array<readonly [line: number, at: number]> = [[0, 0]]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [line, at] = next
    if (at > best.seen || (at === best.seen && line > best.lines)) best = { seen: at, lines: line }
    if (line === lines.length && at === seen.length) return { matched: true, ...best }
    const place = line * (seen.length + 1) + at
    const wanted = lines[line]
    if (wanted === undefined || tried.has(place)) continue
    tried.add(place)
    const one = seen[at]
    const fitting = one !== undefined && fits(wanted, one, seen[at - 1])
    if (fitting) open.push([isWildcard(wanted) ? line : line + 1, at + 1])
    if (isWildcard(wanted)) open.push([line + 1, at])
  }
  return { matched: false, ...best }
}

/** The line that had to come next, or the end, and the one before it. */
export const nextLine = (line: string | undefined, after: string | undefined): Finding => ({
  kind: 'line',
  ...(line === undefined ? {} : { line }),
  ...(after === undefined ? {} : { after }),
})
