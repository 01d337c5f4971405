import type { WitnessName } from '../evidence.ts'

/** A statement's verdict, or that of one of its sides. */
type Ruling = 'holds' | 'holds, within' | 'refuted' | 'answered'

/** What the ledger of statements, the list of labs and the tables of the state diagram say of their own accord. */
export interface LedgerWords {
  readonly rulings: Readonly<Record<Ruling, string>>
  readonly verdicts: Readonly<Record<'pass' | 'fail' | 'unknown', string>>
  readonly labels: Readonly<Record<'saidBy' | 'source' | 'since', string>>
  readonly nobodySaysIt: string
  readonly noSource: string
  readonly noLab: string
  /** A verdict, who says just that, and what Linux does. */
  side(verdict: string, notes: readonly string[], linux: string | undefined): string
  variant(lab: string, variant: string): string
  notPlayed(lab: string, command: string): string
  played(lab: string, verdict: string, when: string, record: string): string
  shownBefore(when: string, record: string): string
  notShown(side: string, todo: string): string
  didNotPass(lab: string, record: string): string
  settled(settled: number, all: number): string
  readonly playsAll: string
  didNotPassLast(labs: readonly string[]): string
  readonly marks: string
  readonly tellsOne: string

  /** CLAIMS.md. */
  readonly file: {
    readonly introduction: readonly string[]
    readonly rulings: readonly string[]
    readonly chapters: Readonly<Record<'O' | 'D' | 'C' | 'T' | 'L' | 'Q', string>>
    readonly columns: Readonly<Record<'id' | 'claim' | 'source' | 'linux' | 'labs', string>>
    note(name: string, title: string): string
    claim(claim: string, notes: readonly string[]): string
    ruling(ruling: string, since: string | undefined, linux: string | undefined): string
  }

  /** The page of the ledger. */
  readonly page: Readonly<Record<'title' | 'notPlayed', string>>

  readonly list: Readonly<Record<'settles' | 'variants' | 'twins' | 'run', string>> & {
    /** How many there are, and how one learns more. */
    more(labs: number, variants: number): string
  }

  readonly coverage: {
    readonly columns: Readonly<Record<'state' | 'side' | 'entered' | 'held' | 'left' | 'lab' | 'witnesses', string>>
    readonly sides: Readonly<Record<'client' | 'server', string>>
    readonly wireAlone: string
    witnesses(names: readonly WitnessName[]): string
    readonly edges: string
    notShown(lab: string): string
    refused(why: string): string
    shown(shown: number, all: number, missing: number): string
    readonly marks: string
  }
}
