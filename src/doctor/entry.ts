import { type Entry, findEntry } from '../system/namespaces.ts'
import { runTool } from '../system/tool.ts'
import { locate } from '../system/tools.ts'
import { reasonOf } from './diagnosis.ts'

/** How this user gets into namespaces of their own, or why they do not. */
export type Way = Entry | { readonly as: 'nobody'; readonly why: string }

export function lookForWayIn(): Way {
  if (!locate('unshare')) return { as: 'nobody', why: 'unshare, which makes them, is not in PATH' }
  try {
    return findEntry()
  } catch (error) {
    return { as: 'nobody', why: reasonOf(error) }
  }
}

/** Tries a command inside namespaces that go with it: the machine's own are never touched. */
export async function tryInside(way: Way, command: readonly string[], input = ''): Promise<{ why?: string }> {
  if (way.as === 'nobody') return { why: 'cannot be tried without namespaces' }
  const [program = '', ...rest] = way.command
  try {
    await runTool(program, [...rest, ...command], input)
    return {}
  } catch (error) {
    return { why: reasonOf(error) }
  }
}
