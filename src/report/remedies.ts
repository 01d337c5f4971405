import { type End, type Evidence, factsOf, type Setting } from '../evidence.ts'
import type { Finding } from '../finding.ts'
import { transitsOf } from '../story/transits.ts'
import type { Judgement } from '../verdict.ts'
import type { Ahead } from '../words/reports.ts'
import type { Speaker } from '../words.ts'

/** Why a run could not be judged, by what one can do about it. */
export type Remedy = 'late' | 'no tracefs' | 'blind' | 'too little was seen'

/** What to do about a run that is unknown, in words: where a program was ahead of the story, no other machine helps. */
export function adviceFor(judgement: Judgement, evidence: Evidence, say: Speaker): readonly string[] {
  const ahead =
    judgement.verdict === 'unknown' ? evidence.setting.replaced.flatMap((end) => aheadOf(evidence, end)) : []
  if (ahead.length > 0) return ahead.map(say.reports.ahead)
  return remediesFor(judgement, evidence.setting).map((remedy) => say.reports.remedies[remedy])
}

function aheadOf(evidence: Evidence, end: End): readonly Ahead[] {
  const cue = factsOf(evidence, 'program').find(({ host, deed }) => host === end && deed === 'cued')
  const fin = transitsOf(evidence).find(({ speaker, segment }) => speaker === end && segment.flags.includes('F'))
  if (cue?.deed !== 'cued' || !fin || fin.sent.at >= cue.at - cue.within) return []
  return [{ end, closed: fin.sent.at, cue: cue.text, told: cue.at }]
}

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
