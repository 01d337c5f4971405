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
  const wrong = Object.entries(settingMustHave).find(([name, isRight]) => !isRight(setting[name as keyof Setting]))
  if (wrong) throw new Error(`the first line of ${join(folder, file)}, the setting, has no right '${wrong[0]}'`)
  return { setting, facts: rest.map((line, index) => readFact(line, index + 2)) }
}

const isText = (value: unknown): boolean => typeof value === 'string'
const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value)

/** What everybody who judges a record relies on. */
const settingMustHave: Readonly<Partial<Record<keyof Setting, (value: unknown) => boolean>>> = {
  lab: isText,
  client: isText,
  server: isText,
  family: (value) => value === 'IPv4' || value === 'IPv6',
  port: Number.isInteger,
  hz: Number.isFinite,
  missing: isObject,
  sysctls: isObject,
  programs: isObject,
  replaced: (value) => Array.isArray(value) && value.every((end) => end === 'client' || end === 'server'),
}

/** Complete by type: a kind that is new is a fact here too. */
const kinds: Readonly<Record<Fact['kind'], true>> = {
  segment: true, frame: true, transition: true, sample: true, poll: true, kernel: true, program: true, fault: true,
  counters: true, blind: true, awaited: true, lateness: true, sysctl: true, end: true, cleanup: true,
} // biome-ignore format: a list

/** In records from before blindness had a cause it has a sentence. */
function readFact(line: string, number: number): Fact {
  const fact = JSON.parse(line) as (Fact & { readonly why?: string }) | null
  if (typeof fact !== 'object' || fact === null || !Object.hasOwn(kinds, fact.kind) || !Number.isFinite(fact.at))
    throw new Error(`line ${number} is no fact: ${line.slice(0, 60)}`)
  return fact.kind === 'blind' && fact.why !== undefined ? { ...fact, cause: { is: 'error', error: fact.why } } : fact
}
