import { versionOf } from '../run/machine.ts'
import { locate, packageOf } from '../system/tools.ts'
import type { DoctorWords } from '../words/doctor.ts'
import type { Diagnosis } from './diagnosis.ts'

/** The commands that every run calls, and those that only a part of the program does. */
export function toolFindings(words: DoctorWords): Promise<Diagnosis[]> {
  const vital = Object.entries(packageOf).map(([tool, debian]) => find(tool, debian, true, words))
  return Promise.all([...vital, find('editcap', 'wireshark-common', false, words)])
}

async function find(tool: string, debian: string, vital: boolean, words: DoctorWords): Promise<Diagnosis> {
  const has = locate(tool) !== undefined
  return {
    name: tool,
    has,
    found: has ? words.found.tool(await versionOf(tool), debian) : words.found.notInPath,
    costs: words.tool(debian, vital),
    vital,
  }
}
