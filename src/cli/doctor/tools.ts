import { versionOf } from '../../run/machine.ts'
import { locate, packageOf } from '../../system/tools.ts'
import type { Finding } from './finding.ts'

/** The commands that every run calls. */
export function toolFindings(): Promise<Finding[]> {
  return Promise.all(
    Object.entries(packageOf).map(async ([tool, debian]) => {
      const has = locate(tool) !== undefined
      return {
        name: tool,
        has,
        found: has ? `${await versionOf(tool)} (package ${debian})` : 'not in PATH',
        costs: `no lab can run: apt-get install ${debian}`,
        vital: true,
      }
    }),
  )
}
