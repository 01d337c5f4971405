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
  const tried = new Set<string>()
  const attempt = (line: number, at: number): boolean => {
    if (at > best.seen || (at === best.seen && line > best.lines)) best = { seen: at, lines: line }
    if (line === lines.length) return at === seen.length
    if (tried.has(`${line} ${at}`)) return false
    tried.add(`${line} ${at}`)
    const wanted = lines[line]
    const one = seen[at]
    if (wanted === undefined) return false
    const fitting = one !== undefined && fits(wanted, one, seen[at - 1])
    if (isWildcard(wanted)) return attempt(line + 1, at) || (fitting && attempt(line, at + 1))
    return fitting && attempt(line + 1, at + 1)
  }
  return { matched: attempt(0, 0), ...best }
}

/** The line that had to come next, or the end, and the one before it. */
export const nextLine = (line: string | undefined, after: string | undefined): Finding => ({
  kind: 'line',
  ...(line === undefined ? {} : { line }),
  ...(after === undefined ? {} : { after }),
})
