import type { Clock } from '../evidence/clock.ts'
import { undecidedFacts } from '../evidence/sockets.ts'
import type { Timeline } from '../evidence/timeline.ts'
import type { Network } from '../network.ts'
import { type Milliseconds, ms } from '../tcp.ts'
import { lookWithCommands } from '../witness/commands.ts'
import { watchCounters } from '../witness/counters.ts'
import { watchKernel } from '../witness/kernel.ts'
import { watchTable } from '../witness/table.ts'
import { watchWire } from '../witness/wire.ts'
import type { Scene, Witness } from '../witness.ts'
import { commandFor, compileCache } from './programs.ts'
import type { RunOrder } from './setting.ts'
import { DidNotCome, makeStage } from './stage.ts'

export interface Recording {
  readonly network: Network
  readonly clock: Clock
  readonly timeline: Timeline
  /** Where the captures go. */
  readonly folder: string
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

/** Has the story watched and played, and takes everything down again, whatever happens on the way. */
export async function record(order: RunOrder, recording: Recording): Promise<Recorded> {
  const { network, clock, timeline } = recording
  const undo: Array<() => Promise<unknown>> = []
  const times = { begin: clock.now(), watching: ms(0), end: ms(0), removal: ms(0) }
  const left: string[] = []
  undo.push(async () => {
    const removing = clock.now()
    left.push(...(await network.remove()))
    times.removal = ms(clock.now() - removing)
  })
  try {
    const witnesses = await watch(order, recording, undo)
    const scene = sceneOf(order, recording)
    const counters = watchCounters(scene)
    times.watching = ms(clock.now() - times.begin)
    clock.begin()
    await play(order, recording, scene, undo)
    await settle(witnesses, counters, timeline, clock)
  } finally {
    times.end = clock.now()
    // In reverse, as they were made; one that fails keeps none of the others from being undone.
    for (const step of undo.reverse()) await step().catch((error: unknown) => left.push(String(error)))
  }
  const { watching, removal, end } = times
  return { left, watching, play: end, removal, takeDown: ms(clock.now() - end) }
}

const sceneOf = ({ slot, cast }: RunOrder, { network, clock, folder, timeline }: Recording): Scene => ({
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

async function play(
  order: RunOrder,
  { network, timeline, clock }: Recording,
  scene: Scene,
  undo: Array<() => Promise<unknown>>,
): Promise<void> {
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
    environment: {
      NODE_COMPILE_CACHE: compileCache,
      ...(network.addresses.peer ? { TCP_LABS_ADDRESS: network.addresses.peer } : {}),
    },
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

/**
 * The story ends here, in one instant before anything is taken down: whatever the witnesses saw up to it is brought in, also
 * that they were blind, and nothing of what follows.
 */
async function settle(
  witnesses: readonly Witness[],
  counters: { tell(): void },
  timeline: Timeline,
  clock: Clock,
): Promise<void> {
  const table = witnesses.filter(({ name }) => name === 'table')
  // Its last look belongs to the story: nobody else sees that a state is held to the very end.
  await Promise.all(table.map((witness) => witness.settle()))
  counters.tell()
  timeline.endAt(clock.now())
  await Promise.all(witnesses.filter(({ name }) => name !== 'table').map((witness) => witness.settle()))
  for (const fact of undecidedFacts(timeline.evidence)) timeline.add(fact)
}
