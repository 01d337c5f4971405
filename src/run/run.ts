import { join } from 'node:path'
import { compileCache } from '../catalogue/names.ts'
import { type Clock, startClock } from '../evidence/clock.ts'
import { saveEvidence } from '../evidence/save.ts'
import { Timeline } from '../evidence/timeline.ts'
import type { Evidence, Fact, Setting } from '../evidence.ts'
import { buildNetwork, wantSmallTables } from '../network/build.ts'
import { mount, realtime } from '../system/calls.ts'
import { describeProcess, lives, processes } from '../system/processes.ts'
import { type Milliseconds, ms } from '../tcp.ts'
import type { Judgement } from '../verdict.ts'
import { mountTracefs } from '../witness/kernel.ts'
import { giveToOwner, pointLatest } from './folders.ts'
import { judgeRun } from './judge.ts'
import { toolVersions } from './machine.ts'
import { record } from './record.ts'
import { port, type RunOrder, settingOf } from './setting.ts'
import { type VerdictFile, writeVerdict } from './verdict-file.ts'

/** What of the run's time went where. */
export type Spent = Readonly<Record<'network' | 'watching' | 'play' | 'removal' | 'takeDown' | 'judging', Milliseconds>>

export interface RunResult {
  readonly folder: string
  readonly evidence: Evidence
  readonly judgement: Judgement
  readonly file: VerdictFile
  readonly spent: Spent
}

/** One run of a lab, from set-up to judged record; it must be inside namespaces of its own. */
export async function runLab(order: RunOrder): Promise<RunResult> {
  const clock = startClock(realtime)
  // Whatever may be wrong with the order comes out here, before anything is there to be taken down.
  const setting = settingOf(order)
  const { folder } = order
  const { network, tracefs, timeline } = await build(order, setting, clock)
  const built = clock.now()
  order.onBegin?.(timeline, clock)
  const abort = AbortSignal.any([order.abort, network.lost])
  const { left, ...recorded } = await record({ ...order, abort }, { network, clock, timeline, tracefs })
  abort.throwIfAborted()

  const recordedAt = clock.now()
  const closing = [cleanupFact(clock, [...left, ...processesLeft()])]
  const evidence = await complete(timeline.finish(clock.realtimeError(), closing))
  const { judgement, file } = judgeRun(order.cast, evidence)
  await saveEvidence(folder, evidence)
  // Also what went wrong only now, out of everybody's sight, keeps a run from being judged.
  abort.throwIfAborted()
  writeVerdict(folder, file)
  await pointLatest(folder)
  giveToOwner(folder)
  return {
    folder,
    evidence,
    judgement,
    file,
    spent: { network: built, ...recorded, judging: ms(clock.now() - recordedAt) },
  }
}

async function build(order: RunOrder, setting: Omit<Setting, 'missing' | 'sysctls'>, clock: Clock) {
  // Names of network namespaces, and the tracefs, are for this run's eyes only.
  wantSmallTables()
  mount('tmpfs', '/run', { type: 'tmpfs' })
  const wishes = order.cast.lab.network ?? {}
  // Faults are set by the play, when the record has begun.
  const begun: { timeline?: Timeline } = {}
  const tell = (fact: Fact): void => begun.timeline?.add(fact)
  const [network, tracing] = await Promise.all([
    buildNetwork({ ...wishes, slot: order.slot, family: order.family, port, now: clock.now, tell }),
    mountTracefs().catch((error: Error) => error),
  ])
  const withoutKernel = tracing instanceof Error
  const missing = withoutKernel ? { kernel: 'tracepoints need real root and a kernel with tracefs' } : {}
  const timeline = new Timeline({ ...setting, missing, sysctls: network.sysctls })
  begun.timeline = timeline
  return { network, timeline, tracefs: withoutKernel ? undefined : tracing }
}

const complete = async (evidence: Evidence): Promise<Evidence> => ({
  ...evidence,
  setting: {
    ...evidence.setting,
    tools: { ...evidence.setting.tools, ...(await toolVersions(join(compileCache, 'tools.json'))) },
  },
})

const cleanupFact = (clock: Clock, left: readonly string[]): Fact => ({
  kind: 'cleanup',
  at: clock.now(),
  within: ms(0),
  host: 'router',
  by: 'harness',
  left,
})

/** We are process 1 of a namespace of our own: any other process in it is one that outlived its program. */
const processesLeft = (): string[] =>
  processes()
    .filter((each) => each.pid !== process.pid && lives(each))
    .map(describeProcess)
