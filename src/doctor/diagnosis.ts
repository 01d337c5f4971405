import { HarnessFailed } from '../errors.ts'

/** One thing that the doctor looked for. */
export interface Diagnosis {
  readonly name: string
  readonly has: boolean
  /** What is there, with its version, or why it is not. */
  readonly found: string
  /** What cannot be done without it, and how to get it. */
  readonly costs: string
  /** No lab runs without it. */
  readonly vital: boolean
}

/** The line that says what went wrong, without the command that was tried: the first, or where Node quotes its source first, the error's. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const said = error instanceof HarnessFailed ? (error.said ?? message) : message
  const lines = said.split('\n').map((line) => line.trim())
  return lines.find((line) => /^\w*Error: ./.test(line)) || lines[0] || 'it failed and did not say why'
}
