// Writes docs/record.schema.json, what a line of evidence.jsonl may be, from the very schema that records are read by;
// with --check it only says whether the file is up to date.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { factKinds, schemaOf } from '../src/evidence/schema/fact.ts'
import { setting } from '../src/evidence/schema/setting.ts'

const file = join(import.meta.dirname, '..', 'docs', 'record.schema.json')
const line = z.union([setting, ...factKinds.map(schemaOf)]).meta({
  title: 'A line of evidence.jsonl',
  description:
    'The first line is the setting, each other one a fact, in the order of time; src/evidence.ts says what they mean.',
})
const text = `${JSON.stringify(z.toJSONSchema(line, { reused: 'ref' }), undefined, 2)}\n`

if (!process.argv.includes('--check')) writeFileSync(file, text)
else if (readFileSync(file, 'utf8') !== text) {
  process.stderr.write('docs/record.schema.json is stale: node scripts/record-schema.ts\n')
  process.exitCode = 1
}
