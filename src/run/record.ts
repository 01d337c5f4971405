import { setTimeout } from 'node:timers/promises'
import { compileCache } from '../catalogue/names.ts'
import { commandFor } from '../catalogue/programs.ts'
import type { Clock } from '../evidence/clock.ts'
import type { Timeline } from '../evidence/timeline.ts'
import type { Network } from '../network.ts'
import { undecidedFacts } from '../story/sockets.ts'
import { bounded } from '../system/bounded.ts'
import { type Milliseconds, ms, s } from '../tcp.ts'
import { lookWithCommands } from '../witness/commands.ts'
import { watchCounters } from '../witness/counters.ts'
import { watchKernel } from '../witness/kernel.ts'
import { watchTable } from '../witness/table.ts'
import { watchWire } from '../witness/wire.ts'
import type { Scene, Witness } from '../witness.ts'
import { type LatenessMeter, measureLateness } from './lateness.ts'
import type { RunOrder } from './setting.ts'
import { DidNotCome, makeStage } from './stage.ts'

export interface Recording {
  readonly network: Network
  readonly clock: Clock
  readonly timeline: Timeline
  readonly tracefs: string | undefined
}

export interface Recorded {
  /** What could not be taken down. */
  readonly left: readonly string[]
  readonly watching: Milliseconds
  readonly play: Milliseconds
  readonly removal: Milliseconds
  readonly takeDown: Milliseconds
}

/** What our own steps may take: none of them waits for the kernel's timers, as the story does. */
const limits = { watching: 15_000, closing: 15_000, step: 10_000 } as const

/**
 * Has the story watched and played, and takes everything down again, whatever happens on the way. What the taking down finds
 * is evidence; where it fails itself, so has the harness.
 */
export async function record(order: RunOrder, recording: Recording): Promise<Recorded> {
  const { network, clock, timeline } = recording
  const undo: Array<() => Promise<unknown>> = []
  const times = { begin: clock.now(), watching: ms(0), end: ms(0), removal: ms(0) }
  const left: string[] = []
  const failures: unknown[] = []
  undo.push(async () => {
    const removing = clock.now()
    left.push(...(await network.remove()))
    times.removal = ms(clock.now() - removing)
  })
  try {
    const watching = watch(order, recording, undo)
    const witnesses = await bounded(watching, limits.watching, 'the witnesses did not begin to watch')
    const scene = sceneOf(order, recording)
    const counters = watchCounters(scene)
    times.watching = ms(clock.now() - times.begin)
    clock.begin()
    const lateness = measureLateness()
    undo.push(async () => lateness.stop())
    const held = await play(order, recording, { scene, witnesses, lateness }, undo)
    const closing = close({ witnesses, counters, lateness }, timeline, clock)
    await bounded(closing, limits.closing, 'the witnesses did not tell all that they had seen')
    // A story that never holds still is shown where it has ended: what the user does then is no part of it.
    if (!held) await order.holdStill?.(network)
  } finally {
    times.end = clock.now()
    // In reverse, as they were made; one that fails keeps none of the others from being undone.
    for (const step of undo.reverse())
      await bounded(step(), limits.step, 'a step of the taking down did not end').catch((error: unknown) =>
        failures.push(error),
      )
  }
  if (failures.length > 0) throw failures[0]
  const { watching, removal, end } = times
  return { left, watching, play: end, removal, takeDown: ms(clock.now() - end) }
}

const sceneOf = ({ slot, cast, folder }: RunOrder, { network, clock, timeline }: Recording): Scene => ({
  ...network,
  clock,
  slot,
  frames: cast.lab.network?.frames ?? false,
  folder,
  tell: timeline.add,
  ended: () => timeline.end,
})

function watch(order: RunOrder, recording: Recording, undo: Array<() => Promise<unknown>>): Promise<Witness[]> {
  const { tracefs } = recording
  const scene = sceneOf(order, recording)
  const kernel = tracefs === undefined ? [] : [watchKernel(scene, tracefs)]
  const watching = [watchWire(scene), watchTable(scene), ...kernel]
  undo.push(() => Promise.all(watching.map(async (each) => (await each).stop())))
  return Promise.all(watching)
}

/** Who watches while the story is played. */
interface Watching {
  readonly scene: Scene
  readonly witnesses: readonly Witness[]
  readonly lateness: LatenessMeter
}

/** So long the witnesses may take to tell what they have seen, when a play asks at the end of its patience. */
const drainTime = 2000

const drain = async (witnesses: readonly Witness[]): Promise<void> =>
  void (await Promise.race([
    Promise.allSettled(witnesses.map((witness) => witness.drain())),
    setTimeout(drainTime, undefined, { ref: false }),
  ]))

/** What a twin's play waits for, and what takes longer than this, does not come, save where the play says how long it may take. */
const patienceOfTwins = { first: s(3), later: ms(750) }

/** Resolves to whether the story has held still for the user. */
async function play(
  order: RunOrder,
  { network, timeline, clock }: Recording,
  { scene, witnesses, lateness }: Watching,
  undo: Array<() => Promise<unknown>>,
): Promise<boolean> {
  let held = false
  const holdStill = async (): Promise<void> => {
    held = true
    await order.holdStill?.(network)
  }
  const { stage, tellLeft, clear } = makeStage({
    network,
    timeline,
    clock,
    abort: order.abort,
    programs: { client: commandFor(order, 'client'), server: commandFor(order, 'server') },
    environment: {
      NODE_COMPILE_CACHE: compileCache,
      ...(network.addresses.peer ? { TCP_LABS_ADDRESS: network.addresses.peer } : {}),
    },
    look: lookWithCommands(scene),
    drain: () => drain(witnesses),
    lateness,
    ...(order.cast.twin === undefined ? {} : { goesOn: patienceOfTwins }),
    ...(order.holdStill ? { holdStill } : {}),
  })
  undo.push(clear)
  try {
    await order.cast.lab.play(stage)
  } catch (error) {
    if (!(error instanceof DidNotCome)) throw error
  }
  tellLeft()
  tellSysctls(network, timeline, clock)
  return held
}

/** Whoever changes a parameter while the story goes on changes what the labs rest on. */
function tellSysctls(network: Network, timeline: Timeline, clock: Clock): void {
  const at = clock.now()
  for (const changed of network.changedSysctls())
    timeline.add({ kind: 'sysctl', at, within: at, by: 'network', ...changed })
}

/**
 * The story ends here, in one instant before anything is taken down: whatever the witnesses saw up to it is brought in, also
 * that they were blind, and nothing of what follows.
 */
async function close(
  { witnesses, counters, lateness }: Pick<Watching, 'witnesses' | 'lateness'> & { readonly counters: { tell(): void } },
  timeline: Timeline,
  clock: Clock,
): Promise<void> {
  const table = witnesses.filter(({ name }) => name === 'table')
  // Its last look belongs to the story: nobody else sees that a state is held to the very end.
  await Promise.all(table.map((witness) => witness.drain()))
  counters.tell()
  const end = clock.now()
  timeline.add(lateness.tell(end))
  timeline.endAt(end)
  await Promise.all(witnesses.filter(({ name }) => name !== 'table').map((witness) => witness.drain()))
  for (const fact of undecidedFacts(timeline.evidence)) timeline.add(fact)
}
