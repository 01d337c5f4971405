import { join } from 'node:path'
import { type Bench, makeBench } from '../bench.ts'
import { compileCache } from '../catalogue/names.ts'
import { HarnessFailed } from '../errors.ts'
import type { Clock } from '../evidence/clock.ts'
import { saveEvidence } from '../evidence/store.ts'
import type { Evidence, Fact } from '../evidence.ts'
import { rawEndOf } from '../network.ts'
import { environmentOf } from '../program/environment.ts'
import { bounded } from '../system/bounded.ts'
import { describeProcess, lives, processes } from '../system/processes.ts'
import { record, type TakeOrder } from '../take.ts'
import { type Milliseconds, ms, s } from '../tcp.ts'
import type { Judgement } from '../verdict.ts'
import { programsOf, requireConfinement } from './confining.ts'
import { giveToOwner, pointLatest } from './folders.ts'
import { judgeRun } from './judge.ts'
import { toolVersions } from './machine.ts'
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

/** A raw peer of ours that cannot have its socket says nothing, and what is missing of the connection would be the lab's failure. */
async function requireRawSocket({ cast, replace }: RunOrder): Promise<void> {
  const raw = rawEndOf(cast.lab.network ?? {})
  if (raw === undefined || replace[raw] !== undefined) return
  try {
    await import('raw-socket')
  } catch (error) {
    const [why = ''] = (error instanceof Error ? error.message : String(error)).split('\n')
    throw new HarnessFailed(
      `the package raw-socket, which this lab's raw peer needs, does not load (${why}): run scripts/setup.sh`,
    )
  }
}

/** One run of a lab, from set-up to judged record: a take on a bench of its own. It must be inside namespaces of its own. */
export async function runLab(order: RunOrder): Promise<RunResult> {
  // Whatever may be wrong with the order comes out here, before anything is there to be taken down.
  const setting = settingOf(order)
  requireConfinement(order)
  await requireRawSocket(order)
  const { slot, family, folder } = order
  const bench = await makeBench({ slot, family, port, network: order.cast.lab.network ?? {} })
  const { clock, network } = bench
  const built = clock.now()
  const abort = AbortSignal.any([order.abort, network.lost])
  const { left, removal, ...taken } = await thenRemoved(bench, () =>
    record(bench, takeOf({ ...order, abort }, setting)),
  )
  abort.throwIfAborted()

  const recordedAt = clock.now()
  const closing = [cleanupFact(clock, [...left, ...processesLeft()])]
  const evidence = await complete(taken.timeline.finish(clock.realtimeError(), closing))
  const { judgement, file } = judgeRun(order.cast, evidence)
  await saveEvidence(folder, evidence).catch(cannotKeep(folder))
  // Also what went wrong only now, out of everybody's sight, keeps a run from being judged.
  abort.throwIfAborted()
  writeVerdict(folder, file)
  await pointLatest(folder)
  giveToOwner(folder)
  const { watching, play, takeDown } = taken
  const spent = { network: built, watching, play, removal, takeDown, judging: ms(clock.now() - recordedAt) }
  return { folder, evidence, judgement, file, spent }
}

/** What a twin's play waits for, and what takes longer than this, does not come, save where the play says how long it may take. */
const patienceOfTwins = { first: s(3), later: ms(750) }

function takeOf(order: RunOrder, setting: TakeOrder['setting']): TakeOrder {
  const { cast, folder, abort, onBegin, hold } = order
  return {
    ...{ setting, folder, abort },
    play: cast.lab.play,
    programs: programsOf(order),
    environment: environmentOf({
      NODE_COMPILE_CACHE: compileCache,
      ...(setting.rawPeer === undefined ? {} : { TCP_LABS_ADDRESS: setting.rawPeer }),
    }),
    ...(cast.twin === undefined ? {} : { goesOn: patienceOfTwins }),
    ...(onBegin ? { onBegin } : {}),
    ...(hold ? { hold } : {}),
  }
}

/** @param folder where the record was to be */
const cannotKeep = (folder: string) => (error: Error) => {
  throw new HarnessFailed(`the record cannot be written to ${folder}: ${error.message}`)
}

/** How long the kernel may take to take a network down. */
const removalTime = 10_000

/** The work, and then no bench any more, whatever became of the work; and what could not be removed of it. */
async function thenRemoved<Result>(bench: Bench, work: () => Promise<Result>) {
  const remove = () => bounded(bench.network.remove(), removalTime, 'a step of the taking down did not end')
  const result = await work().catch((error: unknown) =>
    remove().then(
      () => Promise.reject(error),
      () => Promise.reject(error),
    ),
  )
  const removing = bench.clock.now()
  const left = await remove()
  return { ...result, left, removal: ms(bench.clock.now() - removing) }
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
