import { setTimeout } from 'node:timers/promises'
import type { Bench } from './bench.ts'
import type { Clock } from './evidence/clock.ts'
import { Timeline } from './evidence/timeline.ts'
import type { End, Evidence, Setting } from './evidence.ts'
import type { Lab } from './lab.ts'
import type { Network } from './network.ts'
import { undecidedFacts } from './story/sockets.ts'
import { bounded } from './system/bounded.ts'
import { optimizeLater } from './system/optimizing.ts'
import { type HeldMoment, type Holding, type HoldOrder, holdingOf } from './take/holding.ts'
import { type LatenessMeter, measureLateness } from './take/lateness.ts'
import { DidNotCome, makeStage, type StageOrder, type ToStart } from './take/stage.ts'
import { type Milliseconds, ms } from './tcp.ts'
import { lookWithCommands } from './witness/commands.ts'
import { watchCounters } from './witness/counters.ts'
import { watchKernel } from './witness/kernel.ts'
import { watchTable } from './witness/table.ts'
import { watchWire } from './witness/wire.ts'
import type { Scene, Witness } from './witness.ts'

/** What is to be recorded, and what is to happen meanwhile. */
export interface TakeOrder {
  readonly setting: Omit<Setting, 'missing' | 'sysctls'>
  /** Where captures go. */
  readonly folder: string
  readonly play: Lab['play']
  readonly programs: Readonly<Record<End, ToStart>>
  /** What the programs find in their environment, and nothing else. */
  readonly environment: Readonly<Record<string, string>>
  readonly abort: AbortSignal
  /** See StageOrder. */
  readonly goesOn?: NonNullable<StageOrder['goesOn']>
  /** Told once the record has begun, so that a report can follow it. */
  onBegin?(timeline: Timeline, clock: Clock): void
  /** Where the story holds still, and who waits there with the user. */
  readonly hold?: Hold
}

/** A hold as one orders it before there is a network to look into. */
export interface Hold extends Pick<HoldOrder, 'once'> {
  still(moment: HeldMoment, network: Network, evidence: Evidence): Promise<void>
}

/** One recording on a bench: who did what, from the first fact to the last. */
export interface Take {
  readonly timeline: Timeline
  readonly watching: Milliseconds
  readonly play: Milliseconds
  /** How long it took until nobody watched any more and the programs were gone. */
  readonly takeDown: Milliseconds
}

/** What our own steps may take: none of them waits for the kernel's timers, as the story does. */
const limits = { watching: 15_000, closing: 15_000, step: 10_000 } as const

/**
 * Has the story watched and played on the bench, and ends the witnesses and programs that it has begun there, whatever happens
 * on the way. The network stays.
 */
export async function record(bench: Bench, order: TakeOrder): Promise<Take> {
  const { network, clock } = bench
  const timeline = new Timeline({ ...order.setting, missing: bench.missing, sysctls: network.sysctls })
  const begun = clock.now()
  const undo: Array<() => Promise<unknown>> = []
  const times = { watching: ms(0), end: ms(0) }
  // What the take before this one has left set.
  await network.router.healAll()
  bench.tellTo(timeline.add)
  order.onBegin?.(timeline, clock)
  const failures = await undoing(
    undo,
    async () => {
      const holding = holdingOf(timeline, holdIn(bench, order, timeline))
      await holding.start()
      const scene = sceneOf(bench, order, timeline)
      const witnesses = await bounded(
        watch(bench, scene, undo),
        limits.watching,
        'the witnesses did not begin to watch',
      )
      const counters = watchCounters(scene)
      times.watching = ms(clock.now() - begun)
      optimizeLater()
      clock.begin()
      const lateness = measureLateness()
      undo.push(async () => lateness.stop())
      await play(bench, order, { scene, timeline, witnesses, lateness, holding }, undo)
      const closing = close({ witnesses, counters, lateness }, timeline, clock)
      await bounded(closing, limits.closing, 'the witnesses did not tell all that they had seen')
      // A story that never holds still is shown where it has ended: what the user does then is no part of it.
      await holding.end()
    },
    () => {
      times.end = clock.now()
    },
  )
  if (failures.length > 0) throw failures[0]
  return { timeline, watching: times.watching, play: times.end, takeDown: ms(clock.now() - times.end) }
}

/** Does the work and then undoes in reverse, as it was done; a step that fails keeps none of the others from being undone. */
async function undoing(
  undo: ReadonlyArray<() => Promise<unknown>>,
  work: () => Promise<void>,
  ended: () => void,
): Promise<readonly unknown[]> {
  const failures: unknown[] = []
  try {
    await work()
  } finally {
    ended()
    for (const step of undo.toReversed())
      await bounded(step(), limits.step, 'a step of the taking down did not end').catch((error: unknown) =>
        failures.push(error),
      )
  }
  return failures
}

const holdIn = ({ network }: Bench, { hold }: TakeOrder, timeline: Timeline): HoldOrder | undefined =>
  hold && {
    ...(hold.once ? { once: hold.once } : {}),
    still: (moment) => hold.still(moment, network, timeline.evidence),
  }

const sceneOf = ({ network, clock, order }: Bench, { folder }: TakeOrder, timeline: Timeline): Scene => ({
  ...network,
  clock,
  slot: order.slot,
  frames: order.network.frames ?? false,
  folder,
  tell: timeline.add,
  pass: timeline.pass,
  ended: () => timeline.end,
})

function watch({ tracefs }: Bench, scene: Scene, undo: Array<() => Promise<unknown>>): Promise<Witness[]> {
  const kernel = tracefs === undefined ? [] : [watchKernel(scene, tracefs)]
  const watching = [watchWire(scene), watchTable(scene), ...kernel]
  undo.push(() => Promise.all(watching.map(async (each) => (await each).stop())))
  return Promise.all(watching)
}

/** Who watches while the story is played. */
interface Watching {
  readonly scene: Scene
  readonly timeline: Timeline
  readonly witnesses: readonly Witness[]
  readonly lateness: LatenessMeter
  readonly holding: Holding
}

/** So long the witnesses may take to tell what they have seen, when a play asks at the end of its patience. */
const drainTime = 2000

const drain = async (witnesses: readonly Witness[]): Promise<void> =>
  void (await Promise.race([
    Promise.allSettled(witnesses.map((witness) => witness.drain())),
    setTimeout(drainTime, undefined, { ref: false }),
  ]))

async function play(
  { network, clock }: Bench,
  order: TakeOrder,
  { scene, timeline, witnesses, lateness, holding }: Watching,
  undo: Array<() => Promise<unknown>>,
): Promise<void> {
  const { abort, programs, environment, goesOn } = order
  const { stage, tellLeft, clear } = makeStage({
    ...{ network, timeline, clock, lateness, holding, abort, programs, environment },
    look: lookWithCommands(scene),
    drain: () => drain(witnesses),
    ...(goesOn ? { goesOn } : {}),
  })
  undo.push(clear)
  try {
    await order.play(stage)
  } catch (error) {
    if (!(error instanceof DidNotCome)) throw error
  }
  tellLeft()
  tellSysctls(network, timeline, clock)
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
