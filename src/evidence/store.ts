import { readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Evidence, Fact, Setting } from '../evidence.ts'

/** `evidence.jsonl`: the setting on the first line, then a fact a line in the order of time. */
const file = 'evidence.jsonl'

export async function saveEvidence(folder: string, evidence: Evidence): Promise<void> {
  await mkdir(folder, { recursive: true })
  const lines = [evidence.setting, ...evidence.facts].map((line) => JSON.stringify(line))
  await writeFile(join(folder, file), `${lines.join('\n')}\n`)
}

/** Reads a run's record again; throws when the folder holds none or when it is of another version. */
export function loadEvidence(folder: string): Evidence {
  const [first, ...rest] = readFileSync(join(folder, file), 'utf8').trimEnd().split('\n')
  const setting = JSON.parse(first ?? 'null') as Setting | null
  if (setting?.version !== 2) {
    throw new Error(`${join(folder, file)} is of version ${setting?.version ?? 'none'}; this program reads version 2`)
  }
  return { setting, facts: rest.map(readFact) }
}

/** In records from before blindness had a cause it has a sentence. */
function readFact(line: string): Fact {
  const fact = JSON.parse(line) as Fact & { readonly why?: string }
  return fact.kind === 'blind' && fact.why !== undefined ? { ...fact, cause: { is: 'error', error: fact.why } } : fact
}
