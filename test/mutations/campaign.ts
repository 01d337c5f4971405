// Tampers with the records of runs that passed, and tells of each change that the judge lets pass.
import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { castLab } from '../../src/catalogue.ts'
import { loadEvidence } from '../../src/evidence/load.ts'
import type { Evidence } from '../../src/evidence.ts'
import { runsFolder } from '../../src/run/folders.ts'
import { judgeRun } from '../../src/run/judge.ts'
import { kinds } from './kinds.ts'
import { holeFor, mutantOf, type Passing, reasonFor, type Survivor, survivorOf } from './survivors.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    mutants: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    examples: { type: 'string', default: '3' },
    kind: { type: 'string' },
  },
})
const [wanted, seed, examples] = [values.mutants, values.seed, values.examples].map(Number) as [number, number, number]

/** The latest run of each lab and variant that passes; of a folder that holds records themselves, all of them. */
async function passingIn(root: string): Promise<Passing[]> {
  const folders = readdirSync(root).flatMap((name) => {
    const folder = join(root, name)
    if (existsSync(join(folder, 'evidence.jsonl'))) return [folder]
    const runs = readdirSync(folder).filter((run) => run !== 'latest' && existsSync(join(folder, run, 'verdict.json')))
    return runs.sort().map((run) => join(folder, run))
  })
  const latest = new Map<string, Passing>()
  for (const folder of folders) {
    const record = readable(folder)
    if (!record) continue
    const { lab, variant, twin } = record.setting
    if (twin !== undefined) continue
    const cast = await castLab(lab, variant)
    if (judgeRun(cast, record).file.verdict !== 'pass') continue
    const name = variant === undefined ? lab : `${lab}/${variant}`
    latest.set(name, { name, cast, record })
  }
  return [...latest.values()]
}

/** A record of an older version is passed over. */
function readable(folder: string): Evidence | undefined {
  try {
    return loadEvidence(folder)
  } catch (error) {
    process.stderr.write(`passing over ${folder}: ${(error as Error).message}\n`)
    return undefined
  }
}

const root = resolve(positionals[0] ?? runsFolder)
const passing = await passingIn(root)
if (passing.length === 0) throw new Error(`${root} holds no record that passes; play the labs first: npm run lab:all`)

const survivors: Survivor[] = []
let [made, idle] = [0, 0]
const progress = (end = ''): void =>
  void process.stderr.write(
    `\r${made} of ${wanted} mutants of ${passing.length} records, ${survivors.length} pass${end}`,
  )
for (let number = 0; made < wanted && idle < 100 * kinds.length; number++) {
  const mutant = mutantOf(passing, seed, number)
  if (!mutant || (values.kind !== undefined && mutant.kind.name !== values.kind)) {
    idle++
    continue
  }
  idle = 0
  made++
  const survivor = survivorOf(mutant)
  if (survivor) survivors.push(survivor)
  if (made % 50 === 0) progress()
}
progress('\n')

/** Listed as what may pass, as a hole that is known, or as nothing. */
function sortOf(survivor: Survivor): { readonly sort: string; readonly because: string } {
  const [reason, hole] = [reasonFor(survivor)?.reason, holeFor(survivor)?.reason]
  if (reason !== undefined) return { sort: 'may pass', because: reason }
  return hole === undefined ? { sort: 'no reason is listed', because: '' } : { sort: 'hole', because: hole }
}

const sorted = survivors.map((survivor) => ({ ...survivor, ...sortOf(survivor) }))
const count = (sort: string): number => sorted.filter((each) => each.sort === sort).length
for (const [sort, ofSort] of Map.groupBy(
  sorted.toSorted((a, b) => (a.sort < b.sort ? -1 : 1)),
  (each) => each.sort,
)) {
  console.log(`\n${sort} (${ofSort.length})`)
  for (const [because, alike] of Map.groupBy(ofSort, (each) => each.because)) {
    const ofKinds = [...Map.groupBy(alike, ({ kind }) => kind)].map(([kind, { length }]) => `${kind} ${length}`)
    console.log(`  ${because} (${alike.length}: ${ofKinds.join(', ')})`)
    if (sort !== 'may pass') printExamples(alike)
  }
}
console.log(
  `\n${made} mutants of ${passing.length} records: ${made - survivors.length} noticed, ${count('may pass')} may pass, ` +
    `${count('hole')} pass through holes that are known, ${count('no reason is listed')} for no listed reason`,
)
process.exitCode = count('may pass') === survivors.length ? 0 : 1

function printExamples(alike: readonly Survivor[]): void {
  for (const [name, ofLab] of Map.groupBy(alike, (each) => each.name)) {
    const shown = ofLab.slice(0, examples).map(({ kind, what }) => `${kind}: ${what}`)
    console.log(`    ${name} (${ofLab.length}): ${shown.join('; ')}`)
  }
}
