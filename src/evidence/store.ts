import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Evidence } from '../evidence.ts'

/** The setting on the first line, then a fact a line in the order of time; see load.ts. */
export const evidenceFile = 'evidence.jsonl'

export async function saveEvidence(folder: string, evidence: Evidence): Promise<void> {
  await mkdir(folder, { recursive: true })
  const lines = [evidence.setting, ...evidence.facts].map((line) => JSON.stringify(line))
  await writeFile(join(folder, evidenceFile), `${lines.join('\n')}\n`)
}
