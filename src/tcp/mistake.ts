/** Whoever wrote a lab used a word that has no meaning there; whoever loads the lab says where, and which word is near. */
export class LabMistake extends Error {
  readonly code = 'LAB_MISTAKE'
  override readonly name = 'LabMistake'
  /** The words that would have one; none where no list of them helps. */
  readonly known: readonly string[]
  readonly word: string
  /** Where the lab says it, as file:line, if the stack does not tell. */
  readonly place: string

  constructor(message: string, word = '', known: readonly string[] = [], place = '') {
    super(message)
    this.word = word
    this.known = known
    this.place = place
  }
}

/** The words of a table, each behind its heading: `net.ipv4.tcp_sack`. */
export const wordsOfTable = (table: Readonly<Record<string, string>>): string[] =>
  Object.entries(table).flatMap(([heading, words]) =>
    words
      .trim()
      .split(/\s+/)
      .map((word) => `${heading}.${word}`),
  )

/** Throws where the word is none of these. */
export function requireWord(kind: string, word: string, known: readonly string[]): void {
  if (!known.includes(word)) throw new LabMistake(`there is no ${kind} '${word}'`, word, known)
}
