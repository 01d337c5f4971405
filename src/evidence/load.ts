import { join } from 'node:path'
import type { z } from 'zod'
import type { Evidence, Fact } from '../evidence.ts'
import { factKinds, isKind, schemaOf } from './schema/fact.ts'
import { setting as settingSchema } from './schema/setting.ts'
import { evidenceFile, readOrdinaryFile } from './store.ts'

const version = 2

/** Reads a run's record again; throws where there is none, or what is there is of another version, damaged or made up. */
export const loadEvidence = (folder: string): Evidence => readEvidence(readOrdinaryFile(join(folder, evidenceFile)))

/** @param text what is in the file */
export function readEvidence(text: string): Evidence {
  const [first = '', ...rest] = text.trimEnd().split('\n')
  const head = parsed(first, 1)
  const found = typeof head === 'object' && head !== null && 'version' in head ? head.version : 'none'
  if (found !== version) throw new Error(`it is of version ${String(found)}; this program reads version ${version}`)
  const setting = checked(settingSchema, head, 'its first line, the setting,')
  const facts = rest.map((line, index) => factOf(line, index + 2))
  requireWhole(facts)
  return { setting, facts }
}

function factOf(line: string, number: number): Fact {
  const found = parsed(line, number)
  const kind = typeof found === 'object' && found !== null && 'kind' in found ? found.kind : undefined
  if (!isKind(kind)) throw new Error(`line ${number} is of no kind of fact: ${factKinds.join(', ')}`)
  return checked(schemaOf(kind), found, `line ${number}, of the kind '${kind}',`)
}

function parsed(line: string, number: number): unknown {
  try {
    return JSON.parse(line)
  } catch {
    throw new Error(`line ${number} is no JSON: ${JSON.stringify(line.slice(0, 60))}`)
  }
}

function checked<Value>(schema: z.ZodType<Value>, found: unknown, where: string): Value {
  const { success, error } = schema.safeParse(found)
  // As it was written, and not the schema's copy of it, whose fields stand in another order.
  if (success) return found as Value
  const [issue] = error.issues
  const field = issue && issue.path.length > 0 ? ` at ${issue.path.join('.')}` : ''
  throw new Error(`${where} is not as it should be${field}: ${issue?.message}`)
}

/** A record is written at the end of a run, in the order of time: what is out of order or lacks its end was changed or cut off. */
function requireWhole(facts: readonly Fact[]): void {
  const late = facts.findIndex((fact, index) => index > 0 && fact.at < (facts[index - 1]?.at ?? 0))
  if (late >= 0) throw new Error(`line ${late + 2} is out of the order of time`)
  const ends = facts.filter(({ kind }) => kind === 'end').length
  if (ends !== 1) throw new Error(ends === 0 ? 'the story has no end in it: it was cut off' : `it has ${ends} ends`)
  if (facts.at(-1)?.kind !== 'cleanup') throw new Error('it does not end with the cleaning up: it was cut off')
}
