import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** How a program that plays has ended, and what it said. */
export interface ProgramEnd {
  readonly status: number | string
  readonly stdout: string
  readonly stderr: string
}

/** How one run has ended: with a status, and its record or the reason why there is none. */
export interface End {
  readonly status: number
  readonly record?: string
  readonly reason?: string
}

/** In one step: whoever waits for the file reads it whole. */
export function writeWhole(file: string, content: object): void {
  const draft = join(dirname(file), `.${basename(file)}`)
  writeFileSync(draft, JSON.stringify(content))
  renameSync(draft, file)
}

/** What was written so, if it was. */
export const readWhole = <Content>(file: string): Content | undefined =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Content) : undefined
