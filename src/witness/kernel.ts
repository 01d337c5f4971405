import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { HarnessFailed } from '../errors.ts'
import type { BlindCause } from '../evidence/blind.ts'
import type { End, Fact } from '../evidence.ts'
import { addressOf, type Milliseconds, ms, portOf } from '../tcp.ts'
import type { Scene, Witness } from '../witness.ts'
import { canRead, eventNumber, readEvent, type TcpEvent, tracepoints } from './trace/events.ts'
import { type EventFormat, parseFormat, parseHeaderPage } from './trace/format.ts'
import { makeInstance, removeInstance } from './trace/instances.ts'
import { startReader, type Teller } from './trace/reading.ts'
import { type Page, type PageLayout, readPage } from './trace/ring-buffer.ts'

export { mountTracefs } from './trace/instances.ts'

/**
 * Listens to the kernel's tracepoints: every transition of a full socket, to the nanosecond. Only root may.
 *
 * The buffer is read as the kernel wrote it, by ourselves: as text it is the kernel's only on its way through names of
 * processes and what anybody writes to trace_marker, and whoever reads it in a process of its own can be stopped.
 */
export async function watchKernel(scene: Scene, tracefs: string): Promise<Witness> {
  const instance = await makeInstance(tracefs, scene.slot)
  const { layout, formats, blindBecause } = await setUp(instance)
  const told = makeTeller(scene, layout, formats)
  const pipes = (await cpusOf(instance)).map((cpu) => join(instance, 'per_cpu', cpu, 'trace_pipe_raw'))
  const reader = startReader(pipes, layout, told)
  for (const path of Object.values(tracepoints)) await writeFile(join(instance, 'events', path, 'enable'), '1')
  return {
    name: 'kernel',
    async drain() {
      reader.drain()
      const cause = blindBecause ?? (await lossOf(instance, told.hasMissed()))
      if (cause !== undefined) told.blind(cause)
    },
    async stop() {
      reader.stop()
      await removeInstance(instance)
    },
  }
}

/** Readies the instance and reads how this kernel writes; that it writes otherwise than we can read is no error but blindness. */
async function setUp(instance: string) {
  const write = (file: string, text: string): Promise<void> => writeFile(join(instance, file), text)
  const read = (file: string): Promise<string> => readFile(join(instance, file), 'utf8')
  // What a busy machine's sockets do in the second in which nobody may come to read it.
  await write('buffer_size_kb', '1024')
  // CLOCK_MONOTONIC is the run's own clock: no conversion, no error.
  await write('trace_clock', 'mono')
  // Nobody's words belong among the events.
  await write('options/markers', '0')
  const layout = parseHeaderPage(await read('events/header_page'))
  if (!layout) throw new HarnessFailed('tracefs does not describe a page of its buffer (events/header_page)')
  const texts = await Promise.all(Object.values(tracepoints).map((path) => read(`events/${path}/format`)))
  const all = texts.map(parseFormat)
  const unreadable = all.filter((format) => !canRead(format, format.name as TcpEvent['event']))
  const formats = new Map(all.map((format) => [format.id, format]))
  const blindBecause: BlindCause = { is: 'another format', events: unreadable.map(({ name }) => name) }
  return { layout, formats, ...(unreadable.length === 0 ? {} : { blindBecause }) }
}

/** What the kernel's own account of each CPU's buffer says was lost, and no page has told. */
async function lossOf(instance: string, overrunIsTold: boolean): Promise<BlindCause | undefined> {
  if ((await readFile(join(instance, 'tracing_on'), 'utf8')).trim() !== '1') return { is: 'turned off' }
  const cpus = await cpusOf(instance)
  const accounts = await Promise.all(cpus.map((cpu) => readFile(join(instance, 'per_cpu', cpu, 'stats'), 'utf8')))
  const account = overrunIsTold
    ? /^(?:commit overrun|dropped events): (\d+)/gm
    : /^(?:.*overrun|dropped events): (\d+)/gm
  const lost = accounts.flatMap((text) => [...text.matchAll(account)])
  const sum = lost.reduce((total, [, count]) => total + Number(count), 0)
  return sum === 0 ? undefined : { is: 'overrun', lost: sum }
}

const cpusOf = async (instance: string): Promise<string[]> =>
  (await readdir(join(instance, 'per_cpu'))).filter((name) => /^cpu\d+$/.test(name))

interface KernelTeller extends Teller {
  /** Where it is not said since when, of the whole story. */
  blind(cause: BlindCause, since?: bigint): void
  /** Whether a page has told that events before it were lost. */
  hasMissed(): boolean
}

function makeTeller(scene: Scene, layout: PageLayout, formats: ReadonlyMap<number, EventFormat>): KernelTeller {
  const { clock, tell } = scene
  /** The last moment of which each CPU's pages have told. */
  const toldUpTo = new Map<number, bigint>()
  let missed = false
  const blindFor = (cause: BlindCause, at: Milliseconds, since: Milliseconds): void => {
    for (const host of ['client', 'server'] as const)
      tell({ kind: 'blind', at, within: ms(Math.max(0, at - since)), host, by: 'kernel', cause })
  }
  const since = (cpu: number): Milliseconds => {
    const known = toldUpTo.get(cpu)
    return known === undefined ? ms(0) : clock.fromMonotonic(known)
  }
  return {
    page(cpu, bytes) {
      const page: Page = readPage(bytes, layout)
      missed ||= page.missed !== 0
      if (page.missed !== 0) blindFor({ is: 'overrun', lost: page.missed }, clock.fromMonotonic(page.begun), since(cpu))
      for (const { at, bytes } of page.events) {
        toldUpTo.set(cpu, at)
        const format = formats.get(eventNumber(bytes) ?? -1)
        const event = format && readEvent(bytes, format)
        const fact = event && factOf(scene, event, clock.fromMonotonic(at))
        if (fact) tell(fact)
      }
      if (page.damage !== undefined) blindFor({ is: 'damaged', damage: page.damage }, clock.now(), since(cpu))
    },
    hasMissed: () => missed,
    blind: (cause, from = clock.epoch) => blindFor(cause, clock.now(), clock.fromMonotonic(from)),
  }
}

/** The event as a fact of whichever end has its address; of nobody's sockets there is nothing to tell. */
export function factOf(scene: Pick<Scene, 'endAt'>, event: TcpEvent, at: Milliseconds): Fact | undefined {
  const { local, remote, from, to, socket } = event
  // A socket that is only being born has no port, one that was never bound no address: then the other end tells whose it is.
  const towardServer = portOf(local) === 0 && scene.endAt(addressOf(remote), portOf(remote)) === 'server'
  const host: End | undefined = scene.endAt(addressOf(local), portOf(local)) ?? (towardServer ? 'client' : undefined)
  if (!host) return undefined
  const seen = { at, within: ms(0), host, by: 'kernel', ...(socket === undefined ? {} : { socket }) } as const
  if (event.event === 'inet_sock_set_state')
    return from && to ? { kind: 'transition', ...seen, local, remote, from, to } : undefined
  return { kind: 'kernel', ...seen, event: event.event, local, remote, detail: event.detail }
}
