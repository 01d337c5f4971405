import { type Language, speaker } from '../words.ts'
import { blind } from './zh/blind.ts'
import { claims } from './zh/claims.ts'
import { doctor } from './zh/doctor.ts'
import { deeds, facts, faultDeeds, faults, seen } from './zh/facts.ts'
import { findings } from './zh/findings.ts'
import { grading } from './zh/grading.ts'
import { ledger } from './zh/ledger.ts'
import { missing } from './zh/missing.ts'
import { page } from './zh/page.ts'
import { predict } from './zh/predict.ts'
import { reports } from './zh/reports.ts'
import { things } from './zh/things.ts'
import { hints, troubles } from './zh/troubles.ts'

/** Chinese, in the words of its textbooks of networking; states, notation, programs and options keep their names. */
const zh: Language = {
  ...{ claims, facts, faults, faultDeeds, deeds, seen, findings, things, missing, blind },
  ...{ troubles, hints, reports, grading, page, ledger, doctor, predict },
}

export const chinese = speaker(zh)
