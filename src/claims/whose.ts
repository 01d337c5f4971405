import type { Account } from '../claim.ts'
import { leftAt, listenerOf, type Path, pathAt, type Step } from '../evidence/paths.ts'
import { type End, type Evidence, factsOf } from '../evidence.ts'
import { moment, type State } from '../tcp.ts'

/** The path of one end of the n-th connection, if the run had that many. */
export const pathOfEnd = pathAt

/** The listening socket's path; it belongs to no connection. */
export const pathOfListener: (evidence: Evidence) => Path | undefined = listenerOf

export const accountOf = (path: Path, { state }: Step): Account =>
  `${path.end} ${path.connection?.number ?? 'listener'} ${state}` as Account

/** A path in words, with its times and its first witness: `ESTABLISHED +0.4 ms (kernel), CLOSE-WAIT ...`. */
export function describe(path: Path | undefined): string {
  if (!path || path.steps.length === 0) return 'no connection was seen'
  return path.steps.map((step) => `${step.state} at ${moment(step.at)} (${step.because[0]?.by ?? 'nobody'})`).join(', ')
}

export const stepIn = (path: Path | undefined, state: State): Step | undefined =>
  path?.steps.find((step) => step.state === state)

/** The states that a socket enters only because its program opens or closes it: no timer leads there, and no late machine. */
export const isDeed = (state: State): boolean => state === 'SYN-SENT' || state === 'FIN-WAIT-1' || state === 'LAST-ACK'

/** From when until when a step lasted; where it was never left, until the latest look at the table, which still showed it. */
export function spanOf(evidence: Evidence, path: Path, step: Step): { from: number; until: number; left: boolean } {
  const left = leftAt(path, step)
  return { from: step.at, until: left ?? watchedUntil(evidence, path.end) ?? step.at, left: left !== undefined }
}

const watchedUntil = (evidence: Evidence, end: End): number | undefined => {
  const host = evidence.setting.loopback ? 'server' : end
  return factsOf(evidence, 'look').findLast((look) => look.by === 'table' && look.host === host)?.at
}
