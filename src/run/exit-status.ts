/** The exit statuses, which are the whole contract with those who grade. */
export const exitStatus = { pass: 0, fail: 1, unknown: 2, usage: 64, harness: 70, host: 77, interrupted: 130 } as const

/**
 * The worst first: whoever plays many labs ends with the worst status of all. A run that was interrupted is no pass,
 * and no worse than what made us break it off.
 */
const { harness, fail, unknown, interrupted, host } = exitStatus
const badness: readonly number[] = [harness, fail, unknown, interrupted, host]

/** One status for many runs; one that the contract does not know counts as a failure of ours. */
export function worstStatus(statuses: readonly number[]): number {
  const known = statuses.map((status) => (status === 0 || badness.includes(status) ? status : harness))
  return badness.find((status) => known.includes(status)) ?? exitStatus.pass
}
