import { execa, type Result } from 'execa'
import { explain, ofTools, type ProcessEnd, patience } from './command.ts'

/**
 * Runs a tool for somebody who waits for what it says, as `run` does, and leaves nothing of it behind. It takes longer to load
 * than a run of a lab has time for.
 */
export async function runTool(command: string, args: readonly string[], input = ''): Promise<string> {
  const common = { reject: false, stripFinalNewline: false, env: ofTools } as const
  const limits = { timeout: patience, killSignal: 'SIGKILL', cleanup: true } as const
  const result = await execa(command, args, { ...common, ...limits, input })
  if (!result.failed) return result.stdout
  throw explain(command, [command, ...args].join(' '), endOf(result), result.stderr)
}

/** How execa says that a command ended. */
type Failed = Pick<Result, 'exitCode' | 'signal' | 'code' | 'originalMessage' | 'timedOut'>

function endOf({ exitCode, signal, code, originalMessage, timedOut }: Failed): ProcessEnd {
  if (timedOut) return { failure: `it did not end within ${patience / 1000} s, and was killed` }
  if (exitCode !== undefined) return { status: exitCode }
  if (signal !== undefined) return { signal }
  return { failure: originalMessage ?? 'nobody says why', ...(code === undefined ? {} : { code }) }
}
