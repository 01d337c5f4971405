import { existsSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { splitWords } from '../system/command.ts'

/** What a plan's command names and a submission does not have, and what it has in its place. */
export interface Absent {
  readonly wanted: string
  readonly there: readonly string[]
}

/** So many are named of what is there. */
const named = 12

/**
 * The file of its own that a command wants, where the submission has none: the program itself, or what its interpreter is
 * given first, as far as its name tells that it is a file.
 */
export function absentIn(folder: string, command: string): Absent | undefined {
  const [program = '', first = ''] = splitWords(command)
  const own = program.includes('/') ? program : first
  const isFile = own === program || /^[^-].*\.\w+$/.test(own)
  if (own === '' || own.startsWith('/') || !isFile || existsSync(resolve(folder, own))) return undefined
  const there = readdirSync(folder, { withFileTypes: true }).map(
    (entry) => `${entry.name}${entry.isDirectory() ? '/' : ''}`,
  )
  return { wanted: own, there: there.toSorted().slice(0, named) }
}
