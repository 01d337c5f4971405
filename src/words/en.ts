import { type Language, speaker } from '../words.ts'
import { blind } from './en/blind.ts'
import { claims } from './en/claims.ts'
import { doctor } from './en/doctor.ts'
import { deeds, facts, faultDeeds, faults, seen } from './en/facts.ts'
import { findings } from './en/findings.ts'
import { grading } from './en/grading.ts'
import { ledger } from './en/ledger.ts'
import { missing } from './en/missing.ts'
import { page } from './en/page.ts'
import { predict } from './en/predict.ts'
import { reports } from './en/reports.ts'
import { things } from './en/things.ts'
import { hints, troubles } from './en/troubles.ts'

/** English, all of it: whatever is told to people of a run is said here, and nowhere is any of it read again. */
const en: Language = {
  ...{ claims, facts, faults, faultDeeds, deeds, seen, findings, things, missing, blind },
  ...{ troubles, hints, reports, grading, page, ledger, doctor, predict },
}

export const english = speaker(en)
