import { execa } from 'execa'
import { explain, ofTools, patience } from './command.ts'

/**
 * Runs a tool for somebody who waits for what it says, as `run` does, and leaves nothing of it behind. It takes longer to load
 * than a run of a lab has time for.
 */
export async function runTool(command: string, args: readonly string[], input = ''): Promise<string> {
  const common = { reject: false, stripFinalNewline: false, env: ofTools } as const
  const limits = { timeout: patience, killSignal: 'SIGKILL', cleanup: true } as const
  const result = await execa(command, args, { ...common, ...limits, input })
  if (!result.failed) return result.stdout
  const line = [command, ...args].join(' ')
  const { exitCode: status, signal, code, originalMessage, stderr } = result
  const why = result.timedOut ? `it did not end within ${patience / 1000} s` : originalMessage
  throw explain(
    command,
    line,
    {
      ...(status === undefined ? {} : { status }),
      ...(signal === undefined || result.timedOut ? {} : { signal }),
      ...(code === undefined ? {} : { code }),
      ...(status === undefined && (signal === undefined || result.timedOut) && why !== undefined
        ? { failure: why }
        : {}),
    },
    stderr,
  )
}
