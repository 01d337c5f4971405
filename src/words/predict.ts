import type { Direction, Field, JudgedField, Question, Takes, Value, Why } from '../predict.ts'

/** How many fields came out how. */
export type Outcomes = Readonly<Record<JudgedField['outcome'] | 'all', number>>

/** What is said of predictions: what is asked, what was answered and what came of it. */
export interface PredictWords {
  /** Above what is done in the run. */
  readonly done: string
  direction(does: Direction): string
  /** Under the directions: what the programs are, by their files. */
  programs(client: string, server: string): string
  /** Before the first question. */
  readonly how: string
  /** How segments are numbered. */
  readonly counted: string
  /** The how manieth of how many. */
  count(number: number, of: number): string
  question(question: Question): string
  /** What of a question is asked, before its answer. */
  readonly fields: Readonly<Record<Field['name'], string>>
  /** Of a judged field, what it is: of a path the state that it comes after. */
  label(field: Pick<JudgedField, 'name' | 'after'>): string
  /** Of an end's path, while it is answered state by state. */
  nextState(after: string | undefined): string
  /** Above the forms that answers may have. */
  readonly possible: string
  /** Which forms an answer may have. */
  readonly forms: Readonly<Record<Takes, string>>
  /** The same of a whole segment in one line. */
  readonly segmentForm: string
  notRead(text: string, forms: string): string
  locked(told: { readonly answered: number; readonly of: number; readonly hash: string }): string
  value(value: Value): string
  readonly leftOpen: string
  readonly headings: Readonly<Record<'predictions' | 'said' | 'seen', string>>
  readonly outcomes: Readonly<Record<JudgedField['outcome'], string>>
  readonly whys: Readonly<Record<Why, string>>
  /** Under a field that the run could not tell. */
  unknown(why: string): string
  counts(outcomes: Outcomes): string
  /** Under these numbers, what they count. */
  readonly whatCounts: string
  /** What the run itself came to, beside the predictions, and how its claims are listed. */
  run(verdict: string, lab: string): string
  /** An answer on the page: what was said and what was seen. */
  onPage(told: {
    readonly label: string
    readonly said: string
    readonly seen: string
    readonly outcome: JudgedField['outcome']
  }): string
  /** The file of the answers is not what was locked. */
  readonly changed: string
}
