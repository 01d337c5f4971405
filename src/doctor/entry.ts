import { type Entry, findEntry } from '../system/namespaces.ts'
import { runTool } from '../system/tool.ts'
import { locate } from '../system/tools.ts'
import type { DoctorWords } from '../words/doctor.ts'
import { reasonOf } from './diagnosis.ts'

/** How this user gets into namespaces of their own, or why they do not. */
export type Way = Entry | { readonly as: 'nobody'; readonly why: string; readonly untried: string }

export function lookForWayIn({ found: { noUnshare, untried } }: DoctorWords): Way {
  if (!locate('unshare')) return { as: 'nobody', why: noUnshare, untried }
  try {
    return findEntry()
  } catch (error) {
    return { as: 'nobody', why: reasonOf(error), untried }
  }
}

/** Tries a command inside namespaces that go with it: the machine's own are never touched. */
export async function tryInside(way: Way, command: readonly string[], input = ''): Promise<{ why?: string }> {
  if (way.as === 'nobody') return { why: way.untried }
  const [program = '', ...rest] = way.command
  try {
    await runTool(program, [...rest, ...command], input)
    return {}
  } catch (error) {
    return { why: reasonOf(error) }
  }
}
