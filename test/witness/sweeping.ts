// Run in a mount namespace of its own: leaves tracing instances as killed runs would, sweeps, and prints what is still there.
import { closeSync, constants, mkdirSync, mkdtempSync, openSync, readdirSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from '../../src/system/command.ts'
import { ms } from '../../src/tcp.ts'
import { removeInstance, sweep } from '../../src/witness/trace/instances.ts'

const folder = mkdtempSync(join(tmpdir(), 'tracing-'))
await run('mount', ['-t', 'tracefs', 'tracefs', folder])
const instances = join(folder, 'instances')
// No live run is so named, and should this process die the next run removes them.
const own = `tcp-labs-test-${process.pid}-`
const left = (): string[] =>
  readdirSync(instances).flatMap((name) => (name.startsWith(own) ? name.slice(own.length) : []))

for (const name of ['dead', 'live']) mkdirSync(join(instances, own + name))
const pipe = openSync(
  join(instances, `${own}live`, 'per_cpu/cpu0/trace_pipe_raw'),
  constants.O_RDONLY | constants.O_NONBLOCK,
)
await sweep(instances, own, ms(30_000))
const young = left().sort()
await sweep(instances, `${own}other`, ms(-1))
const others = left().sort()
await sweep(instances, own, ms(-1))
const used = left()
const refused = await removeInstance(join(instances, `${own}live`)).catch(({ code }) => code)
closeSync(pipe)
await sweep(instances, own, ms(-1))
// Its owner comes too late, and finds nothing wrong with that.
await removeInstance(join(instances, `${own}live`))
console.log(JSON.stringify({ young, others, used, refused, unused: left() }))
await run('umount', [folder])
rmdirSync(folder)
