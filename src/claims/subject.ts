import type { Account } from '../claim.ts'
import { type End, type Evidence, factsOf, type ProgramFact, type SampleFact } from '../evidence.ts'
import type { SeenState } from '../finding/states.ts'
import type { Finding } from '../finding.ts'
import { leftAt, listenerOf, type Path, pathAt, type Step } from '../story/paths.ts'
import type { Transit } from '../story/transits.ts'
import type { State } from '../tcp.ts'

/** The path of one end of the n-th connection, if the run had that many. */
export const pathOfEnd = pathAt

/** The listening socket's path; it belongs to no connection. */
export const pathOfListener: (evidence: Evidence) => Path | undefined = listenerOf

export const accountOf = (path: Path, { state }: Step): Account =>
  `${path.end} ${path.connection?.number ?? 'listener'} ${state}` as Account

/** What an end went through, with its times and the first witness of each. */
export const seenOf = (path: Path | undefined): Finding =>
  path && path.steps.length > 0 ? { kind: 'path', steps: path.steps.map(seenState) } : 'no connection'

export function seenState({ state, at, because: [first] }: Step): SeenState {
  return { state, at, ...(first ? { by: first.by } : {}) }
}

/** A segment that crossed, as it is shown: with its connection's numbers. */
export const seenSegment = ({ relative, sent }: Transit): Finding => ({
  kind: 'segment',
  segment: relative,
  at: sent.at,
})

/** What a look showed of the socket's timer. */
export const shownTimer = ({ by, at, timer }: SampleFact): Finding => ({
  kind: 'showed timer',
  by,
  at,
  ...(timer ? { timer } : {}),
})

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
  return factsOf(evidence, 'poll').findLast((look) => look.by === 'table' && look.host === host)?.at
}

/** When the end's program was told this line first; it was not before the line was written. */
export const cueOf = (evidence: Evidence, end: End, line: string): ProgramFact | undefined =>
  factsOf(evidence, 'program').find((fact) => fact.host === end && fact.deed === 'cued' && fact.text === line)
