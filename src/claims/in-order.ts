/** How far the best attempt came, in things seen and in lines. */
export interface Matching {
  readonly matched: boolean
  readonly seen: number
  readonly lines: number
}

/**
 * Matches lines against what was seen, in order and without a gap, with `anything` as a wildcard for any number; remembers
 * the attempt that came furthest, which is what an error should show.
 */
export function inOrder<Line, Seen>(
  lines: ReadonlyArray<Line | 'anything'>,
  seen: readonly Seen[],
  fits: (line: Line, seen: Seen, before: Seen | undefined) => boolean,
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
    if (wanted === 'anything') return attempt(line + 1, at) || (one !== undefined && attempt(line, at + 1))
    return wanted !== undefined && one !== undefined && fits(wanted, one, seen[at - 1]) && attempt(line + 1, at + 1)
  }
  return { matched: attempt(0, 0), ...best }
}
