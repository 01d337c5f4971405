import { mkdir, readdir, rmdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { End, Fact, KernelFact } from '../evidence.ts'
import { run, signal, start } from '../system/command.ts'
import { endpoint, type Milliseconds, ms, type State } from '../tcp.ts'
import type { Scene, Witness } from '../witness.ts'

const events = [
  'sock/inet_sock_set_state',
  'tcp/tcp_retransmit_skb',
  'tcp/tcp_retransmit_synack',
  'tcp/tcp_send_reset',
  'tcp/tcp_receive_reset',
]

/** Tracing instances are the only thing of a run's that its namespaces do not take with them. */
const prefix = 'tcp-labs-'

/** Mounts tracefs where nobody but this run sees it, and removes what runs that were killed have left in it. */
export async function mountTracefs(): Promise<string> {
  const folder = '/run/tracing'
  await mkdir(folder, { recursive: true })
  await run('mount', ['-t', 'tracefs', 'tracefs', folder])
  await sweep(join(folder, 'instances'), prefix, ms(30_000))
  return folder
}

/**
 * Removes the instances so named that nobody uses. A live run keeps its trace_pipe open, and the kernel refuses to remove an
 * instance that is in use. One that is younger than a set-up may take is left alone, for its owner may not have opened it yet.
 */
export async function sweep(instances: string, named: string, youngest: Milliseconds): Promise<void> {
  const names = (await readdir(instances)).filter((name) => name.startsWith(named))
  for (const name of names) {
    const instance = join(instances, name)
    await unless(['EBUSY', ...gone], async () => {
      if (Date.now() - (await stat(instance)).ctimeMs > youngest) await rmdir(instance)
    })
  }
}

/** Removes it, or finds that another run's sweep has just done so: between the closing of its pipe and this it looks abandoned. */
export const removeInstance = (instance: string): Promise<void> => unless(gone, () => rmdir(instance))

/** What the kernel says of an instance that another has removed, or is removing. */
const gone = ['ENOENT', 'ENODEV']

async function unless(codes: readonly string[], work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!codes.includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
}

/** Listens to the kernel's tracepoints: every transition of a full socket, exact to the microsecond. Only root may. */
export async function watchKernel(scene: Scene, tracefs: string): Promise<Witness> {
  const instance = join(tracefs, 'instances', `${prefix}${scene.slot}-${process.hrtime.bigint()}`)
  await mkdir(instance)
  const write = (file: string, text: string): Promise<void> => writeFile(join(instance, file), text)
  await write('buffer_size_kb', '512')
  // CLOCK_MONOTONIC is the run's own clock: no conversion, no error.
  await write('trace_clock', 'mono')
  for (const event of events) await write(`events/${event}/enable`, '1')
  const cat = start('cat', [join(instance, 'trace_pipe')])
  const marks = new Map<string, () => void>()
  let rest = ''
  cat.stdout.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString('latin1')).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) tellLine(scene, line, (mark) => marks.get(mark)?.())
  })
  return {
    name: 'kernel',
    async settle() {
      // What comes out of the pipe behind our own mark came before it; so nothing can be missing when it is there.
      const mark = `tcp-labs settles ${process.hrtime.bigint()}`
      const arrived = new Promise<void>((resolve) => marks.set(mark, resolve))
      await write('trace_marker', mark)
      await Promise.race([arrived, cat.ended])
    },
    async stop() {
      signal(cat, 'SIGKILL')
      await cat.ended
      await removeInstance(instance)
    },
  }
}

function tellLine(scene: Scene, line: string, onMark: (mark: string) => void): void {
  const read = parseTraceLine(line)
  if (!read) return
  if (read.kind === 'mark') {
    onMark(read.text)
    return
  }
  const seen = {
    at: read.kind === 'lost' ? scene.clock.now() : scene.clock.fromMonotonic(read.seconds),
    by: 'kernel',
  } as const
  if (read.kind === 'lost') {
    for (const host of ['client', 'server'] as const)
      scene.tell({ kind: 'blind', ...seen, within: seen.at, host, why: `${read.count} events of the trace were lost` })
    return
  }
  const fact = factOf(scene, read, seen.at)
  if (fact) scene.tell(fact)
}

function factOf(scene: Scene, { event, fields }: TraceEvent, at: Fact['at']): Fact | undefined {
  const local = localOf(fields)
  const remote = remoteOf(fields)
  const host: End | undefined = local && scene.endOf(local.address, local.port)
  // A socket that is only being born has no port, one that was never bound no address: then the other end tells whose it is.
  const owner =
    host ??
    (local?.port === 0 && remote && scene.endOf(remote.address, remote.port) === 'server' ? 'client' : undefined)
  if (!local || !remote || !owner) return undefined
  const ends = { local: endpoint(local.address, local.port), remote: endpoint(remote.address, remote.port) }
  const seen = { at, within: ms(0), host: owner, by: 'kernel' } as const
  if (event !== 'inet_sock_set_state')
    return { kind: 'kernel', ...seen, event, ...ends, detail: fields.get('reason') ?? fields.get('state') ?? '' }
  const [from, to] = [states[fields.get('oldstate') ?? ''], states[fields.get('newstate') ?? '']]
  return from && to ? { kind: 'transition', ...seen, ...ends, from, to } : undefined
}

const states: Readonly<Record<string, State>> = {
  TCP_ESTABLISHED: 'ESTABLISHED',
  TCP_SYN_SENT: 'SYN-SENT',
  TCP_SYN_RECV: 'SYN-RECEIVED',
  TCP_NEW_SYN_RECV: 'SYN-RECEIVED',
  TCP_FIN_WAIT1: 'FIN-WAIT-1',
  TCP_FIN_WAIT2: 'FIN-WAIT-2',
  TCP_TIME_WAIT: 'TIME-WAIT',
  TCP_CLOSE: 'CLOSED',
  TCP_CLOSE_WAIT: 'CLOSE-WAIT',
  TCP_LAST_ACK: 'LAST-ACK',
  TCP_LISTEN: 'LISTEN',
  TCP_CLOSING: 'CLOSING',
}

interface TraceEvent {
  readonly kind: 'event'
  readonly event: KernelFact['event'] | 'inet_sock_set_state'
  /** CLOCK_MONOTONIC. */
  readonly seconds: number
  readonly fields: ReadonlyMap<string, string>
}

type TraceLine =
  | TraceEvent
  | { readonly kind: 'mark'; readonly text: string }
  | { readonly kind: 'lost'; readonly count: number }

const eventNames = new Set<string>(events.map((path) => path.slice(path.indexOf('/') + 1)))

/** Reads a line of trace_pipe: `node-712 [001] ..s2. 8123.456789: inet_sock_set_state: family=AF_INET ...`. */
export function parseTraceLine(line: string): TraceLine | undefined {
  const lost = /\[LOST (\d+) EVENTS\]/.exec(line)
  if (lost) return { kind: 'lost', count: Number(lost[1]) }
  const [, seconds = '', event = '', text = ''] = /\s(\d+\.\d+): (\w+): (.*)$/.exec(line) ?? []
  if (event === 'tracing_mark_write') return { kind: 'mark', text }
  if (!eventNames.has(event)) return undefined
  const fields = new Map([...text.matchAll(/(\w+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value]))
  return { kind: 'event', event: event as TraceEvent['event'], seconds: Number(seconds), fields }
}

interface Place {
  readonly address: string
  readonly port: number
}

/** Older kernels print a reset's ends as they print a socket's; newer ones as src and dest, addresses with ports. */
const localOf = (fields: TraceEvent['fields']): Place | undefined =>
  placeOf(fields, 's') ?? splitPlace(fields.get('src'))
const remoteOf = (fields: TraceEvent['fields']): Place | undefined =>
  placeOf(fields, 'd') ?? splitPlace(fields.get('dest'))

function placeOf(fields: TraceEvent['fields'], side: 's' | 'd'): Place | undefined {
  const port = fields.get(`${side}port`)
  const address = fields.get(fields.get('family') === 'AF_INET6' ? `${side}addrv6` : `${side}addr`)
  return port === undefined || address === undefined ? undefined : { address: unmapped(address), port: Number(port) }
}

function splitPlace(text: string | undefined): Place | undefined {
  const [, address = '', port = ''] = /^(.*):(\d+)$/.exec(text ?? '') ?? []
  return address === '' ? undefined : { address: unmapped(address.replace(/[[\]]/g, '')), port: Number(port) }
}

const unmapped = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/, '')
