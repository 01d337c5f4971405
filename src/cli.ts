#!/usr/bin/env node
import { existsSync } from 'node:fs'
import { enableCompileCache, registerHooks } from 'node:module'
import { join } from 'node:path'

// Before anything else is loaded, so that it is loaded compiled: 60 ms of the start.
enableCompileCache(join(import.meta.dirname, '..', 'node_modules', '.cache', 'tcp-labs'))
// What of ours is imported says where it is, and what it is: Node would ask the disk for a link and for a package.json above
// each of two hundred files, which takes it longer than to load them.
registerHooks({
  resolve(name, importing, next) {
    if (!name.startsWith('.') || !name.endsWith('.ts')) return next(name, importing)
    return { url: new URL(name, importing.parentURL).href, format: 'module-typescript', shortCircuit: true }
  },
})
// Node would end with 1, which says that a claim failed; what nobody caught is a failure of ours. A run has its own way (leash.ts).
process.on('uncaughtException', (error) => {
  process.stderr.write(
    `lab: the harness itself failed: ${error instanceof Error ? error.stack : String(error)}\n`,
    () => process.exit(70),
  )
})
// npm starts its scripts in the project's folder; whoever typed a path meant it from where they are.
const { INIT_CWD: whereTyped, npm_lifecycle_event: script = '' } = process.env
if (
  whereTyped &&
  /^lab(?::|$)/.test(script) &&
  process.cwd() === join(import.meta.dirname, '..') &&
  existsSync(whereTyped)
)
  process.chdir(whereTyped)
const { orderIn, playOrder } = await import('./cli/inside.ts')
const order = orderIn(process.argv)
// The entry's own message needs a loop that turns, as it does in these, which wait for processes (start.mjs). What only reads and
// counts ends at a signal as every program does.
const waits = ['run', 'all', 'predict', 'grade']
if (!waits.includes(process.argv[2] ?? ''))
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(name)
// Whoever reads what we print may stop reading, as `head` does; the status stays what it is.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
const status = order ? await playOrder(order) : await obey(process.argv)
// A pipe takes what is written to it only in its own time; what it has not taken yet would end with this process.
await Promise.all([process.stdout, process.stderr].map((stream) => new Promise((taken) => stream.write('', taken))))
// Whatever should still be open goes with the run's namespaces, which end with this process.
process.exit(status)

/** What most people type, `run <lab>` and no more, needs nobody who reads options: to load that takes longer than to start the run. */
async function obey(argv: readonly string[]): Promise<number> {
  const [, , command, lab = '-', ...more] = argv
  if (command !== 'run' || lab.startsWith('-') || more.length > 0) return (await import('./cli/main.ts')).main(argv)
  return (await import('./cli/run.ts')).runPlainly(lab)
}
