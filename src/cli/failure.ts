import type { CommanderError } from 'commander'
import { HarnessFailed, HostLacks, WrongUsage } from '../errors.ts'
import { sayAside } from '../report/said.ts'
import { exitStatus } from '../run/exit-status.ts'
import { Interrupted } from '../run/interrupted.ts'
import { LabMistake } from '../tcp/mistake.ts'

/** What a command that could not do its work says, and the status that the contract has for it. */
export interface Failure {
  readonly status: number
  readonly text: string
}

/** Says what was wrong and what to do, in one place for all commands. */
export function failureOf(error: unknown): Failure {
  // Commander has said it already.
  if (isCommanders(error)) return { status: error.exitCode === 0 ? 0 : exitStatus.usage, text: '' }
  if (error instanceof WrongUsage || error instanceof LabMistake)
    return { status: exitStatus.usage, text: error.message }
  if (error instanceof HostLacks)
    return {
      status: exitStatus.host,
      text: `${error.message}\n     'npm run doctor' lists what this machine has and lacks`,
    }
  if (error instanceof Interrupted)
    return { status: exitStatus.interrupted, text: `interrupted (${error.message}); nothing was left behind` }
  if (isOfSetUp(error))
    return {
      status: exitStatus.harness,
      text: `the npm packages do not match this checkout or this machine (${firstLine(error.message)}): run scripts/setup.sh`,
    }
  // What we throw says itself what happened; of anything else only the place tells.
  const known = error instanceof HarnessFailed
  const text = error instanceof Error ? ((known ? undefined : error.stack) ?? error.message) : String(error)
  return { status: exitStatus.harness, text: `the harness itself failed: ${text}` }
}

/** A package that is missing, or was built for another machine or another Node. */
const isOfSetUp = (error: unknown): error is Error =>
  error instanceof Error &&
  (/native Koffi module/.test(error.message) ||
    ('code' in error &&
      (error.code === 'ERR_DLOPEN_FAILED' ||
        (/^(ERR_)?MODULE_NOT_FOUND$/.test(String(error.code)) && /package|node_modules/.test(error.message)))))

const firstLine = (text: string): string => text.split('\n')[0] ?? ''

/** By its mark, for a run that was ordered without a command line does without commander. */
const isCommanders = (error: unknown): error is CommanderError =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('commander.')

/** What was wrong and what to do goes to standard error, behind the command's name. */
export function explain(error: unknown): number {
  const { status, text } = failureOf(error)
  if (text !== '') sayAside(text)
  return status
}
