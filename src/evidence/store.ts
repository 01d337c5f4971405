import { readFileSync, statSync } from 'node:fs'
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

/** No record of ours is longer, and Node makes no string of much more. Bytes. */
const longest = 400e6

/** Reads what anybody may have put there: what is no ordinary file may have no end, or never begin. */
export function readOrdinaryFile(path: string): string {
  const stats = statSync(path)
  if (!stats.isFile()) throw new Error('it is no ordinary file')
  if (stats.size > longest) throw new Error(`it is too long: ${Math.round(stats.size / 1e6)} MB`)
  return readFileSync(path, 'utf8')
}
