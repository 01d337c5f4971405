import type { Setting } from '../evidence.ts'
import type { Finding } from '../finding.ts'
import type { Judgement } from '../verdict.ts'

/** Why a run could not be judged, by what one can do about it. */
export type Remedy = 'late' | 'no tracefs' | 'blind' | 'too little was seen'

/** What to do about a run that is unknown, the most telling first; nothing where it is not. */
export function remediesFor({ verdict, late, claims }: Judgement, { missing }: Pick<Setting, 'missing'>): Remedy[] {
  if (verdict !== 'unknown') return []
  if (late) return ['late']
  const isBlind = claims.some((claim) => claim.verdict === 'unknown' && tellsOfBlindness(claim.missing))
  return [
    ...(isBlind ? ['blind' as const] : []),
    ...(missing.kernel === undefined ? [] : ['no tracefs' as const]),
    ...(isBlind ? [] : ['too little was seen' as const]),
  ]
}

/** A thing that has a name of its own is no blindness. */
const tellsOfBlindness = (missing: Finding): boolean =>
  typeof missing === 'object' && missing.kind === 'unseen' && missing.missing.what === 'sight'
