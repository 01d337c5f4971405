/** A stretch of time, or a moment counted from the start of the run, in milliseconds. */
export type Milliseconds = number & { readonly unit: 'ms' }

export const ms = (milliseconds: number): Milliseconds => milliseconds as Milliseconds
export const s = (seconds: number): Milliseconds => (seconds * 1000) as Milliseconds

/** A stretch of time as a person would say it: `0.082 ms`, `35.2 ms`, `2.07 s`, `60.4 s`. */
export function duration(time: Milliseconds): string {
  const size = Math.abs(time)
  if (size < 1) return `${time.toFixed(3)} ms`
  if (size < 1000) return `${time.toFixed(1)} ms`
  return size < 10_000 ? `${(time / 1000).toFixed(2)} s` : `${(time / 1000).toFixed(1)} s`
}

/** A moment of the run: `+1.482 ms`, `+3.201 s`. */
export function moment(at: Milliseconds): string {
  return at < 1000 ? `+${at.toFixed(3)} ms` : `+${(at / 1000).toFixed(3)} s`
}
