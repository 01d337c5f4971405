import { readdirSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { release } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Judged } from '../claim.ts'
import { type Clock, startClock } from '../evidence/clock.ts'
import { saveEvidence } from '../evidence/store.ts'
import { Timeline } from '../evidence/timeline.ts'
import type { End, Evidence, Fact, Setting } from '../evidence.ts'
import { planIPv4, planIPv6 } from '../network/addresses.ts'
import { buildNetwork } from '../network/build.ts'
import { hosts, sysctlsOf } from '../network/sysctls.ts'
import type { Network } from '../network.ts'
import { run } from '../system/command.ts'
import { type Milliseconds, ms } from '../tcp.ts'
import { lookWithCommands } from '../witness/commands.ts'
import { watchCounters } from '../witness/counters.ts'
import { mountTracefs, watchKernel } from '../witness/kernel.ts'
import { watchTable } from '../witness/table.ts'
import { watchWire } from '../witness/wire.ts'
import type { Scene, Witness } from '../witness.ts'
import type { Cast } from './catalogue.ts'
import { giveToOwner, newRunFolder, pointLatest } from './folders.ts'
import { readHz, toolVersions } from './machine.ts'
import { commandFor, compileCache } from './programs.ts'
import { DidNotCome, makeStage } from './stage.ts'
import { judgeRun, type VerdictFile } from './verdict.ts'

export interface RunOrder {
  readonly cast: Cast
  readonly slot: number
  readonly family: 'IPv4' | 'IPv6'
  /** Commands of the user's in place of the lab's programs. */
  readonly replace: Readonly<Partial<Record<End, string>>>
  readonly abort: AbortSignal
  /** Told once the record has begun, so that a report can follow it. */
  onBegin?(timeline: Timeline, clock: Clock): void
  /** Waits with the user where the story holds still. */
  holdStill?: (network: Network) => Promise<void>
}

/** What of the run's time went where. */
export type Spent = Readonly<Record<'setUp' | 'network' | 'play' | 'removal' | 'takeDown' | 'judging', Milliseconds>>

export interface RunResult {
  readonly folder: string
  readonly evidence: Evidence
  readonly judged: readonly Judged[]
  readonly file: VerdictFile
  readonly spent: Spent
}

const port = 8080

/** One run of a lab, from set-up to judged record; it must be inside namespaces of its own. */
export async function runLab(order: RunOrder): Promise<RunResult> {
  const clock = startClock()
  const { setting, tracefs } = await prepare(order)
  const timeline = new Timeline(setting)
  const lateness = monitorEventLoopDelay({ resolution: 5 })
  lateness.enable()
  order.onBegin?.(timeline, clock)
  const folder = await newRunFolder(order.cast.name)
  const recorded = await record(order, { clock, timeline, folder, tracefs })
  order.abort.throwIfAborted()

  const recordedAt = clock.now()
  const closing = closingFacts(clock, lateness, recorded.left)
  const evidence = timeline.finish(clock.realtimeError(), closing)
  const complete = {
    ...evidence,
    setting: {
      ...setting,
      tools: { node: process.version, ...(await toolVersions(join(compileCache, 'tools.json'))) },
    },
  }
  const { judged, file } = judgeRun(order.cast, complete)
  await saveEvidence(folder, complete)
  await writeFile(join(folder, 'verdict.json'), `${JSON.stringify(file, undefined, 2)}\n`)
  await pointLatest(folder)
  giveToOwner(folder)
  return {
    folder,
    evidence: complete,
    judged,
    file,
    spent: { ...recorded.spent, judging: ms(clock.now() - recordedAt) },
  }
}

interface Recording {
  readonly clock: Clock
  readonly timeline: Timeline
  readonly folder: string
  readonly tracefs: string | undefined
}

/** Builds, plays and takes down, whatever happens on the way; says what was left and what took how long. */
async function record(
  order: RunOrder,
  { clock, timeline, folder, tracefs }: Recording,
): Promise<{ left: string[]; spent: Omit<Spent, 'judging'> }> {
  const undo: Array<() => Promise<unknown>> = []
  const times = { network: ms(0), ready: ms(0), end: ms(0), removed: ms(0) }
  const left: string[] = []
  try {
    const wishes = order.cast.lab.network ?? {}
    const network = await buildNetwork({
      ...wishes,
      slot: order.slot,
      family: order.family,
      port,
      now: clock.now,
      tell: timeline.add,
    })
    undo.push(async () => {
      const removing = clock.now()
      left.push(...(await network.remove()))
      times.removed = ms(clock.now() - removing)
    })
    times.network = clock.now()
    const scene: Scene = { ...network, clock, slot: order.slot, folder, tell: timeline.add }
    const watching = [
      watchWire(scene),
      watchTable(scene),
      ...(tracefs === undefined ? [] : [watchKernel(scene, tracefs)]),
    ]
    for (const each of watching) undo.push(async () => (await each).stop())
    const witnesses = await Promise.all(watching)
    const counters = watchCounters(scene)
    times.ready = clock.now()
    clock.begin()
    await play(order, { network, scene, timeline, clock, undo })
    counters.tell()
    await settle(witnesses, timeline, clock)
  } finally {
    times.end = clock.now()
    // In reverse, as they were made; one that fails keeps none of the others from being undone.
    for (const step of undo.reverse()) await step().catch((error: unknown) => left.push(String(error)))
    left.push(...processesLeft())
  }
  const spent = {
    setUp: times.ready,
    network: times.network,
    play: times.end,
    removal: times.removed,
    takeDown: ms(clock.now() - times.end),
  }
  return { left, spent }
}

interface Playing {
  readonly network: Network
  readonly scene: Scene
  readonly timeline: Timeline
  readonly clock: Clock
  readonly undo: Array<() => Promise<unknown>>
}

async function play(order: RunOrder, { network, scene, timeline, clock, undo }: Playing): Promise<void> {
  let held = false
  const holdStill = async (): Promise<void> => {
    held = true
    await order.holdStill?.(network)
  }
  const { stage, clear } = makeStage({
    network,
    timeline,
    clock,
    abort: order.abort,
    programs: { client: commandFor(order, 'client'), server: commandFor(order, 'server') },
    environment: { NODE_COMPILE_CACHE: compileCache },
    look: (ends) => lookWithCommands(scene, ends),
    ...(order.holdStill ? { holdStill } : {}),
  })
  undo.push(clear)
  try {
    await order.cast.lab.play(stage)
    // A story that never holds still is shown where it ends.
    if (order.holdStill && !held) await holdStill()
  } catch (error) {
    if (!(error instanceof DidNotCome)) throw error
  }
}

/** The story ends here: whatever the witnesses saw up to now is brought in, and nothing of what follows. */
async function settle(witnesses: readonly Witness[], timeline: Timeline, clock: Clock): Promise<void> {
  const table = witnesses.filter(({ name }) => name === 'table')
  await Promise.all(table.map((witness) => witness.settle()))
  const end = clock.now()
  await Promise.all(witnesses.filter(({ name }) => name !== 'table').map((witness) => witness.settle()))
  timeline.endAt(end)
}

async function prepare({
  cast,
  family,
  replace,
  slot,
}: RunOrder): Promise<{ setting: Setting; tracefs: string | undefined }> {
  await run('mount', ['-t', 'tmpfs', 'tmpfs', '/run'])
  const tracing = await mountTracefs().catch((error: Error) => error)
  const wishes = cast.lab.network ?? {}
  const missing = tracing instanceof Error ? { kernel: 'tracepoints need real root and a kernel with tracefs' } : {}
  const plan = (family === 'IPv4' ? planIPv4 : planIPv6)(slot)
  const setting: Setting = {
    version: 1,
    lab: cast.name,
    ...(cast.variant === undefined ? {} : { variant: cast.variant }),
    ...(cast.twin === undefined ? {} : { twin: cast.twin }),
    began: new Date().toISOString(),
    family,
    loopback: wishes.loopback ?? false,
    client: wishes.loopback ? plan.server : plan.client,
    server: plan.server,
    port,
    kernel: release(),
    hz: readHz().hz,
    missing,
    sysctls: Object.fromEntries(
      hosts.flatMap((host) =>
        Object.entries(sysctlsOf(host, { ...wishes, family })).map(([name, value]) => [
          `${host}: ${name}`,
          String(value),
        ]),
      ),
    ),
    tools: {},
    programs: {
      client: commandFor({ cast, replace }, 'client').name,
      server: commandFor({ cast, replace }, 'server').name,
    },
    replaced: (['client', 'server'] as const).filter((end) => replace[end] !== undefined),
  }
  return { setting, tracefs: tracing instanceof Error ? undefined : tracing }
}

function closingFacts(clock: Clock, lateness: { readonly max: number }, left: readonly string[]): Fact[] {
  const seen = { at: clock.now(), within: ms(0), host: 'router', by: 'harness' } as const
  return [
    { kind: 'lateness', ...seen, worst: ms(lateness.max / 1e6) },
    { kind: 'cleanup', ...seen, left },
  ]
}

/** We are process 1 of a namespace of our own: any other process in it is one that outlived its program. */
function processesLeft(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      const stat = statOf(pid)
      // Nobody but process 1 can take note of an orphan's end, and Node does not; such a zombie is gone with us.
      return stat === undefined || / Z /.test(stat) ? [] : [`process ${pid}: ${stat.split(' ')[1]}`]
    })
}

function statOf(pid: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    return undefined
  }
}
