import type { Claim } from '../claim.ts'
import { endClaims, serverClaims } from '../claims/end-words.ts'
import { HarnessFailed } from '../errors.ts'
import type { Clock } from '../evidence/clock.ts'
import type { Timeline } from '../evidence/timeline.ts'
import type { End, Fact } from '../evidence.ts'
import { withScenes } from '../lab/scenes.ts'
import { type Actor, type Stage, words } from '../lab.ts'
import type { Network } from '../network.ts'
import { type LaunchedProgram, launch, type ProgramOrder } from '../program/launch.ts'
import { type Milliseconds, ms, s } from '../tcp.ts'
import { requireCounters } from '../witness/known-counters.ts'
import type { Holding } from './holding.ts'
import type { LatenessMeter } from './lateness.ts'

/** What the play waited for did not come; the record says so, and the claims are judged all the same. */
export class DidNotCome extends Error {
  override readonly name = 'DidNotCome'
}

/** A program that the play may start, and its sandbox where nobody trusts it. */
export type ToStart = Pick<ProgramOrder, 'name' | 'words' | 'sandbox'>

export interface StageOrder {
  readonly network: Network
  readonly timeline: Timeline
  readonly clock: Clock
  readonly abort: AbortSignal
  /** A program's words: the command that runs it, without host and port. */
  readonly programs: Readonly<Record<End, ToStart>>
  readonly environment: Readonly<Record<string, string>>
  look(ends: readonly End[]): Promise<void>
  /** Resolves when the witnesses have told what they have seen by now, or do not answer. */
  drain(): Promise<void>
  readonly lateness: LatenessMeter
  /**
   * The play goes on where it has waited in vain, as a twin's does: so long for the first time, and so long later on, when its
   * story is another anyway. Where it is not said the play is broken off.
   */
  readonly goesOn?: { readonly first: Milliseconds; readonly later: Milliseconds }
  /** Looks that go on while the play does. */
  readonly looking: Array<Promise<void>>
  /** Whoever looks around keeps the play from going on. */
  readonly holding: Holding
}

export interface ManagedStage {
  readonly stage: Stage
  /** Tells what programs that have ended have left behind. */
  tellLeft(): void
  /** Ends the programs that were started; what they have left behind ends with their hosts. */
  clear(): Promise<void>
}

/** Makes the stage that a lab's play acts on. */
export function makeStage(wishes: Omit<StageOrder, 'looking'>): ManagedStage {
  const order: StageOrder = { ...wishes, drain: oneAtATime(wishes.drain), looking: [] }
  const launched = new Map<End, LaunchedProgram>()
  const server = { ...serverClaims(), ...actor(order, 'server', launched) }
  const actors = { client: actor(order, 'client', launched), server }
  const patience = { first: s(10), later: s(10), ...order.goesOn }
  const waitUntil: Stage['until'] = async (claim, given = patience.first) => {
    requireCounters(claim.states)
    const came = await until(order, claim, given, launched)
    if (!came) patience.first = patience.later
    await order.holding.passed()
  }
  const stage = withScenes({
    ...actors,
    router: order.network.router,
    connection: words.connection,
    link: words.link,
    addresses: order.network.addresses,
    until: waitUntil,
    pause: (time) => pause(order, time),
  })
  const tellLeft = (): void => {
    for (const program of launched.values()) program.tellLeft()
  }
  const clear = async (): Promise<void> => {
    await Promise.allSettled(order.looking)
    await Promise.all([...launched.values()].map((program) => program.kill()))
  }
  return { stage, tellLeft, clear }
}

/** Two waits may be over at once, and a witness hears the answer to one question at a time. */
function oneAtATime(ask: () => Promise<void>): () => Promise<void> {
  let last = Promise.resolve()
  return () => {
    last = last.then(ask)
    return last
  }
}

function actor(order: StageOrder, end: End, launched: Map<End, LaunchedProgram>): Actor {
  const { network, clock, timeline, programs, environment } = order
  const started = (): LaunchedProgram => {
    const program = launched.get(end)
    if (!program) throw new HarnessFailed(`the lab drives the ${end} before it starts it`)
    return program
  }
  return {
    ...endClaims(end),
    start() {
      const program = programs[end]
      const at = [network.addresses.server, String(network.addresses.port)] as const
      const where = {
        within: <Result>(work: () => Result): Result => network.within(end, work),
        orphans: () => network.orphansOf(end),
      }
      const told = { now: clock.now, tell: timeline.add }
      const one = launch({ ...program, end, at, environment, ...where, ...told })
      launched.set(end, one)
      if (program.sandbox) endOnceRecorded(timeline, end, program.sandbox.limits.traffic, one)
    },
    cue: (line) => started().cue(line),
    signal: (name) => started().signal(name),
  }
}

/** What each that witnesses tell of a host counts: many connections take longer to judge than many segments of one. */
const traffic: Readonly<Partial<Record<Fact['kind'], number>>> = {
  ...{ segment: 1, frame: 1 },
  ...{ sample: 10, transition: 10, kernel: 10 },
}

/** Whoever sends without end makes a record that nobody can judge in time. */
function endOnceRecorded(timeline: Timeline, end: End, most: number, program: LaunchedProgram): void {
  let recorded = 0
  const count = (host: Fact['host'], weight: number): void => {
    if (host !== end) return
    recorded += weight
    if (recorded <= most) return
    for (const stop of stops) stop()
    program.endAt('traffic')
  }
  const stops = [
    timeline.onFact(({ kind, host }) => count(host, traffic[kind] ?? 0)),
    timeline.onPacket((from) => count(from, 1)),
  ]
}

/** Resolves to whether the claim came to hold of the growing record before the deadline, a program's death before it could, or the user's interrupt. */
async function until(
  order: StageOrder,
  claim: Claim,
  patience: Milliseconds,
  launched: ReadonlyMap<End, LaunchedProgram>,
): Promise<boolean> {
  const { timeline, clock, abort, network, looking } = order
  // Nobody waits for what has no meaning in this run; for a line that need not be said, a moment.
  const isAsked = claim.applies(timeline.evidence)
  if (!isAsked && !claim.line) return true
  const begun = clock.now()
  const lostBefore = lostSoFar(order, launched)
  const came = await waitForClaim(order, claim, isAsked ? patience : unsaid, launched)
  abort.throwIfAborted()
  const seen = { at: clock.now(), within: ms(0), host: 'router', by: 'harness' } as const
  const waitedFor = { what: claim.id, states: claim.states }
  const inVain = isAsked ? (order.goesOn ? 'done without' : 'did not come') : 'left unsaid'
  const outcome = came ? 'came' : inVain
  const lost = ms(lostSoFar(order, launched) - lostBefore)
  timeline.add({ kind: 'awaited', ...seen, ...waitedFor, outcome, waited: ms(seen.at - begun), lost })
  const { about } = claim
  const ends = came && about && !network.loopback ? [about.end] : (['client', 'server'] as const)
  if (about || !came) looking.push(order.look(ends))
  // A listener stays while the story goes on; any other state may be gone as soon as the play is.
  if (about?.state !== 'LISTEN') await Promise.all(looking.splice(0))
  if (outcome === 'did not come') throw new DidNotCome(claim.id)
  return came || !isAsked
}

/** So many times as long as a claim took to be judged it is not judged again, but no longer than this. Milliseconds. */
const restPerWork = 4
const longestRest = 200

/** A wait is stretched by what the machine keeps from the run, but not beyond so many times what was asked for. */
const longestStretch = 10

/** What the machine has kept from us, and from a program that we cannot be late for: it starts up while our timers are in time. */
const lostSoFar = ({ lateness }: StageOrder, launched: ReadonlyMap<End, LaunchedProgram>): number =>
  lateness.lost() + Math.max(0, ...[...launched.values()].map((program) => program.waited()))

function waitForClaim(
  order: StageOrder,
  claim: Claim,
  patience: Milliseconds,
  launched: ReadonlyMap<End, LaunchedProgram>,
): Promise<boolean> {
  const { timeline, abort, drain, holding } = order
  return new Promise((resolve) => {
    let scheduled = false
    const done = (came: boolean): void => {
      clearTimeout(deadline)
      stopListening()
      abort.removeEventListener('abort', giveUp)
      resolve(came)
    }
    let resting = 0
    const holds = (): boolean => claim.judge(timeline.evidence).outcome === 'holds'
    const giveUp = (): void => done(false)
    const [begun, lostBefore, heldBefore] = [performance.now(), lostSoFar(order, launched), holding.held()]
    /** The time is up when the machine, and who looks around, has given us that much; what witnesses have seen by now still counts. */
    const consider = (): void => {
      const lost = Math.min(lostSoFar(order, launched) - lostBefore, patience * longestStretch)
      const due = patience + lost + holding.held() - heldBefore
      const rest = begun + due - performance.now()
      if (rest > 1) deadline = setTimeout(consider, rest)
      else void drain().then(() => done(holds()))
    }
    const check = (): void => {
      scheduled = false
      const began = performance.now()
      const came = holds()
      resting = Math.min(longestRest, (performance.now() - began) * restPerWork)
      if (came) done(true)
      else if (oneHasFailed(launched)) setTimeout(() => done(holds()), deathGrace)
    }
    const stopListening = timeline.onFact(() => {
      if (scheduled) return
      scheduled = true
      // A long transfer brings facts faster than they can be judged: most of the time is left to those who bring them.
      if (resting < 2) setImmediate(check)
      else setTimeout(check, resting)
    })
    let deadline = setTimeout(consider, patience)
    abort.addEventListener('abort', giveUp)
    check()
  })
}

/** So long a program that need not say a line may take for what the line is about, where nobody else can see that. */
const unsaid = ms(500)

/** A program that could not be started, or ended with an error, will bring nothing more; what it left in the kernel may. */
const oneHasFailed = (launched: ReadonlyMap<End, LaunchedProgram>): boolean =>
  [...launched.values()].some((program) => {
    const ending = program.ending()
    return ending !== undefined && ending.signal === undefined && ending.status !== 0
  })

/** The witnesses report a program's last deeds within this time of its death. */
const deathGrace = 300

/** Time itself is the story here: all witnesses look on, the commands four times a second at first and ever more slowly. */
async function pause({ clock, abort, look, holding }: StageOrder, time: Milliseconds): Promise<void> {
  const end = clock.now() + time
  await look(['client', 'server'])
  // Whoever looks around for less time than the story needs waits for the rest of it.
  await holding.pause()
  for (let rest = end - clock.now(); rest > 0; rest = end - clock.now()) {
    await sleep(Math.min(rest, Math.max(250, time / 15)), abort)
    await look(['client', 'server'])
  }
  await holding.passed()
}

function sleep(time: number, abort: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer)
      reject(abort.reason)
    }
    const timer = setTimeout(() => {
      abort.removeEventListener('abort', stop)
      resolve()
    }, time)
    if (abort.aborted) stop()
    abort.addEventListener('abort', stop, { once: true })
  })
}
