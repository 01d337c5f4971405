import type { Assertion, AssertionOf, Verb } from './evidence/assertion.ts'
import type { BlindCause } from './evidence/blind.ts'
import type { BlindFact, End, Fact, FactOf, FaultFact, ProgramFact, WitnessName } from './evidence.ts'
import type { Thing } from './finding/things.ts'
import type { Finding, FindingOf, Findings } from './finding.ts'
import type { Missing } from './story/missing.ts'
import type { Deed, Hint } from './trouble.ts'
import type { Came } from './verdict.ts'
import type { DoctorWords } from './words/doctor.ts'
import type { GradingWords } from './words/grading.ts'
import type { LedgerWords } from './words/ledger.ts'
import type { PageWords } from './words/page.ts'
import type { PredictWords } from './words/predict.ts'
import type { ReportWords } from './words/reports.ts'

/** The connections that a claim is about which says the same of several. */
export type Several = Omit<AssertionOf<'connections' | 'oneOf'>, 'claim'>

/**
 * What a language has to have: a sentence for everything that is data elsewhere. All tables are complete by their type, so
 * that a language in which one is missing does not compile.
 */
export interface Language {
  /** `say` is for a claim that is made of others. */
  readonly claims: { readonly [Each in Verb]: ClaimWords<AssertionOf<Each>> }
  /** What happened or was seen; when and by whom is said of all alike. A segment and a frame are told in notation. */
  readonly facts: { readonly [Kind in Fact['kind']]: (fact: FactOf<Kind>, say: Say) => string }
  /** What the router is told to do. */
  readonly faults: { readonly [Each in FaultFact['verb']]: (fault: FaultFact & { verb: Each }) => string }
  /** What became of a fault that was set. */
  readonly faultDeeds: { readonly [Deed in FaultFact['deed']]: (means: string, fault: FaultFact) => string }
  /** What a program did, without whose it is. */
  readonly deeds: { readonly [Deed in ProgramFact['deed']]: (fact: ProgramFact & { deed: Deed }) => string }
  /** When something was seen, and by whom. */
  seen(what: string, fact: Fact): string
  readonly findings: FindingWords<Findings>
  /** What nobody saw, for which a claim cannot be told. */
  readonly missing: { readonly [What in Missing['what']]: (missing: Missing & { what: What }, say: Speaker) => string }
  readonly blind: { readonly [Is in BlindCause['is']]: (by: WitnessName, cause: BlindCause & { is: Is }) => string }
  readonly things: Readonly<Record<Thing, string>>
  /** What somebody's own program did, or failed to do, and what its lab needs: a sentence. */
  readonly troubles: { readonly [Is in Deed['is']]: (end: End, deed: Deed & { is: Is }, say: Speaker) => string }
  readonly hints: { readonly [Is in Hint['is']]: (end: End, hint: Hint & { is: Is }) => string }
  readonly reports: ReportWords
  readonly grading: GradingWords
  readonly page: PageWords
  readonly ledger: LedgerWords
  readonly doctor: DoctorWords
  readonly predict: PredictWords
}

/** A sentence for each of some kinds of findings. */
export type FindingWords<Some> = {
  readonly [Kind in keyof Some & keyof Findings]: (found: FindingOf<Kind>, say: Speaker) => string
}

type ClaimWords<Said> = (said: Said, several: Several | undefined, say: Speaker['claim']) => string

/** What sentences about facts are made of besides. */
type Say = Speaker & { readonly notation: string | undefined }

/** What a claim measured, or what it expected, got or missed. */
export type Details = Partial<Record<'measured' | 'expected' | 'got' | 'missing', string>>

/** What reports and files ask a language for. */
export interface Speaker {
  claim(said: Assertion, several?: Several): string
  finding(found: Finding): string
  /** What a claim found, by what it is to the claim. */
  details(came: Came): Details
  missing(missing: Missing): string
  /** Why a witness was blind. */
  blind(fact: Pick<BlindFact, 'by' | 'cause'>): string
  /** A fact in a line: what, where, when and which witness said so. `notation` is what a segment or frame looks like. */
  fact(fact: Fact, notation?: string): string
  fault(fault: FaultFact): string
  /** What a program did: `exited with status 0`. */
  deed(fact: ProgramFact): string
  trouble(end: End, deed: Deed): string
  hint(end: End, hint: Hint): string
  readonly reports: ReportWords
  readonly grading: GradingWords
  readonly page: PageWords
  readonly ledger: LedgerWords
  readonly doctor: DoctorWords
  readonly predict: PredictWords
}

/** A table has for each kind a function of just that kind; whoever has a thing of some kind asks by its own. */
type Table<Kind extends string, Args extends readonly unknown[]> = Readonly<Record<Kind, (...args: Args) => string>>

export function speaker(words: Language): Speaker {
  const claims = words.claims as Table<Verb, Parameters<ClaimWords<Assertion>>>
  const facts = words.facts as Table<Fact['kind'], [Fact, Say]>
  const faults = words.faults as Table<FaultFact['verb'], [FaultFact]>
  const deeds = words.deeds as Table<ProgramFact['deed'], [ProgramFact]>
  const unseen = words.missing as Table<Missing['what'], [Missing, Speaker]>
  const blind = words.blind as Table<BlindCause['is'], [WitnessName, BlindCause]>
  const troubles = words.troubles as Table<Deed['is'], [End, Deed, Speaker]>
  const hints = words.hints as Table<Hint['is'], [End, Hint]>
  const findings = words.findings as Table<keyof Findings, [Finding, Speaker]>
  const say: Speaker = {
    claim: (said, several) => claims[said.verb](said, several, say.claim),
    finding: (found) => (typeof found === 'string' ? words.things[found] : findings[found.kind](found, say)),
    details: (came) => detailsOf(came, say),
    missing: (missing) => unseen[missing.what](missing, say),
    blind: ({ by, cause }) => blind[cause.is](by, cause),
    fact: (fact, notation) => words.seen(facts[fact.kind](fact, { ...say, notation }), fact),
    fault: (fault) => words.faultDeeds[fault.deed](faults[fault.verb](fault), fault),
    deed: (fact) => deeds[fact.deed](fact),
    trouble: (end, deed) => troubles[deed.is](end, deed, say),
    hint: (end, hint) => hints[hint.is](end, hint),
    reports: words.reports,
    grading: words.grading,
    page: words.page,
    ledger: words.ledger,
    doctor: words.doctor,
    predict: words.predict,
  }
  return say
}

function detailsOf(came: Came, say: Speaker): Details {
  switch (came.verdict) {
    case 'holds':
      return came.measured === undefined ? {} : { measured: say.finding(came.measured) }
    case 'fails':
      return { expected: say.finding(came.expected), got: say.finding(came.got) }
    case 'unknown':
      return { missing: say.finding(came.missing) }
    case 'not reached':
      return {}
  }
}
