// Writes an npm script for each lab into package.json, so that `npm run lab:<name>` is there for whatever labs/ holds.
//
//   npm run lab-scripts              write them
//   npm run lab-scripts -- --check   only say which are missing or stale, with status 1 if any is
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { labNames, projectFolder } from '../src/catalogue/names.ts'

type Scripts = Readonly<Record<string, string>>

const prefix = 'lab:'
const isLabs = (script: string): boolean => script.startsWith(prefix)

/** No lab's own, but named like them, and generated with them. */
const ofAll: Scripts = { [`${prefix}all`]: 'node src/start.mjs all' }

const scriptsFor = (labs: readonly string[]): Scripts => ({
  ...ofAll,
  ...Object.fromEntries(labs.toSorted().map((name) => [`${prefix}${name}`, `node src/start.mjs run ${name}`])),
})

/** The scripts with those of the labs made anew, behind `lab`; the others stay as and where they are. */
export function withLabs(scripts: Scripts, labs: readonly string[]): Scripts {
  const others = Object.entries(scripts).filter(([name]) => !isLabs(name))
  const place = others.findIndex(([name]) => name === 'lab') + 1
  return Object.fromEntries(others.toSpliced(place, 0, ...Object.entries(scriptsFor(labs))))
}

/** What is wrong with the labs' scripts, a line each. */
export function complaints(scripts: Scripts, labs: readonly string[]): string[] {
  const wanted = scriptsFor(labs)
  const missing = Object.keys(wanted).filter((name) => scripts[name] === undefined)
  const stale = Object.keys(scripts).filter((name) => isLabs(name) && scripts[name] !== wanted[name])
  const known = [...missing.map((name) => `missing: ${name}`), ...stale.map((name) => `stale: ${name}`)]
  const order = Object.keys(wanted).join() === Object.keys(scripts).filter(isLabs).join()
  return known.length > 0 || order ? known : ['not in order']
}

function main(check: boolean): number {
  const file = join(projectFolder, 'package.json')
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as { scripts: Scripts }
  if (!check) {
    const scripts = withLabs(manifest.scripts, labNames())
    writeFileSync(file, `${JSON.stringify({ ...manifest, scripts }, undefined, 2)}\n`)
    return 0
  }
  const found = complaints(manifest.scripts, labNames())
  if (found.length === 0) return 0
  process.stderr.write(`${found.join('\n')}\npackage.json: run 'npm run lab-scripts'\n`)
  return 1
}

if (import.meta.main) process.exitCode = main(process.argv.includes('--check'))
