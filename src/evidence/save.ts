import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Evidence } from '../evidence.ts'

/** `evidence.jsonl`: the setting on the first line, then a fact a line in the order of time. */
export const recordFile = 'evidence.jsonl'

/** Apart from who reads it again (store.ts): by what a record is checked takes 60 ms to load, and a run only writes one. */
export async function saveEvidence(folder: string, evidence: Evidence): Promise<void> {
  await mkdir(folder, { recursive: true })
  const lines = [evidence.setting, ...evidence.facts].map((line) => JSON.stringify(line))
  await writeFile(join(folder, recordFile), `${lines.join('\n')}\n`)
}
