import { type End, type Evidence, factsOf, type ProgramFact } from '../evidence.ts'

/** What the end's program printed, line by line, on both its streams. */
export const outputOf = (evidence: Evidence, end: End): readonly (ProgramFact & { readonly text: string })[] =>
  factsOf(evidence, 'program').flatMap((fact) =>
    fact.host === end && (fact.deed === 'said' || fact.deed === 'complained') ? [fact] : [],
  )

/** How the languages that are used most begin a line that says why a program ends. */
const complaints: readonly RegExp[] = [
  // Python: the last line of a traceback, at the margin.
  /^(?:[A-Za-z_][\w.]*(?:Error|Exception|Interrupt|Exit|Timeout|Refused|timeout|error|gaierror)\b.*)$/,
  // Node: `TypeError: ...`, `Error: ...`, `node: bad option: ...`; Ruby and Perl name the place first, or last.
  /^Uncaught .*/,
  /^\S+: bad option\b.*/,
  /^Exception in thread .*/,
  /^panic: .*/,
  /^thread '.*' panicked.*/,
  /^.* at \S+ line \d+\b.*/,
  /^\S+:\d+:in .*/,
  /^(?:error|Error|fatal)\b.*/,
]

/** The line in which a program that ended says why, or its last complaint. */
export function whyOf(evidence: Evidence, end: End): string | undefined {
  const lines = outputOf(evidence, end)
    .filter(({ deed }) => deed === 'complained')
    .map(({ text }) => text)
  return complaints.map((sort) => lines.findLast((line) => sort.test(line))).find(Boolean) ?? lines.at(-1)
}

/** Whether its language would not even read it: it was written for another version, or has a mistake of grammar. */
export const isRefusal = (evidence: Evidence, end: End): boolean =>
  outputOf(evidence, end).some(({ deed, text }) => deed === 'complained' && refusals.some((sort) => sort.test(text)))

const refusals: readonly RegExp[] = [
  /^(?:SyntaxError|IndentationError|TabError)\b/,
  /\bbad option\b/,
  /^syntax error at \S+ line/,
  /^Perl v[\d.]+ required/,
  /UnsupportedClassVersionError/,
  /\bERR_UNKNOWN_FILE_EXTENSION\b/,
  /^[Uu]nknown option:? -/,
  /^unrecognized (?:command[- ]line )?option/i,
]
