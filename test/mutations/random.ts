/** A source of chance that says the same again for the same seed. */
export interface Random {
  /** At least 0 and less than 1. */
  next(): number
  /** A whole number, both ends included. */
  between(least: number, most: number): number
  pick<One>(from: readonly One[]): One | undefined
}

/** Mulberry32: 32 bits of state are enough to choose a fact, and the same everywhere. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1))
  return { next, between, pick: (from) => from[between(0, from.length - 1)] }
}
