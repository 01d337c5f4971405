import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadEvidence } from '../src/evidence/load.ts'
import type { Evidence } from '../src/evidence.ts'

const folder = join(import.meta.dirname, 'fixtures')

export const fixture = (name: string): string => readFileSync(join(folder, name), 'utf8')
export const bytes = (name: string): Buffer => readFileSync(join(folder, name))
export const recorded = (name: string): Evidence => loadEvidence(join(folder, 'runs', name))
