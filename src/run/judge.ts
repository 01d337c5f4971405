import type { Cast } from '../catalogue.ts'
import type { Evidence } from '../evidence.ts'
import { words } from '../lab.ts'
import { type Judgement, judgeRecord } from '../verdict.ts'
import { type VerdictFile, verdictFileOf } from './verdict-file.ts'

/** Judges a run by what its lab claims: as data, and as it is filed. */
export function judgeRun(cast: Cast, evidence: Evidence): { judgement: Judgement; file: VerdictFile } {
  const judgement = judgeRecord(cast.lab.claims(words), evidence)
  return { judgement, file: verdictFileOf(cast, evidence, judgement) }
}
