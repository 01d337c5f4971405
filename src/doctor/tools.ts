import { versionOf } from '../run/machine.ts'
import { locate, packageOf } from '../system/tools.ts'
import type { Diagnosis } from './diagnosis.ts'

/** The commands that every run calls, and those that only a part of the program does. */
export function toolFindings(): Promise<Diagnosis[]> {
  const vital = Object.entries(packageOf).map(([tool, debian]) => find(tool, debian, 'no lab can run', true))
  return Promise.all([...vital, find('editcap', 'wireshark-common', 'no --report pcapng', false)])
}

async function find(tool: string, debian: string, costs: string, vital: boolean): Promise<Diagnosis> {
  const has = locate(tool) !== undefined
  return {
    name: tool,
    has,
    found: has ? `${await versionOf(tool)} (package ${debian})` : 'not in PATH',
    costs: `${costs}: apt-get install ${debian}`,
    vital,
  }
}
