import { closeSync } from 'node:fs'
import { constants } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { kill, type ProcessEnd, type Running, signal, startProgram } from './command.ts'
import { type ControlGroup, makeControlGroup } from './control-group.ts'
import { leaveKeys } from './keys.ts'
import type { LimitName } from './limits.ts'
import { pipeWith } from './pipes.ts'
import { childrenOf, delayOf } from './processes.ts'
import { inSandbox, nobody, type Sandboxed } from './sandbox.ts'
import { systemCallFilter } from './system-calls.ts'
import { isRoot } from './user.ts'

/** A program in its sandbox. */
export interface Confined extends Running {
  /** Sends it to the program and all that it has started in its session, as `signal` does to one without a sandbox. */
  signal(name: NodeJS.Signals): void
  /** Ends it, and whatever it has started in its session, since it has come upon a limit that we keep. */
  endAt(limit: LimitName): void
  /** Which of its limits it has come upon; the kernel ends it at some, and at others refuses what it asks for. */
  limits(): readonly LimitName[]
  /**
   * How long the program has waited for a core, in milliseconds, though it was ready to go on: by what others do on this machine.
   * One that is many waits for itself, of which nobody needs to know; nothing is told of it, or where there are no control groups.
   */
  waited(): number
  /** Ends all that is in it. */
  kill(): Promise<void>
}

/**
 * Starts it before it returns, in the network and among the processes that this thread is in.
 *
 * @param name of its control group, which nobody else on this machine has meanwhile
 */
export function startConfined(order: Omit<Sandboxed, 'groups'>, name: string): Confined {
  const group = makeControlGroup(name, order.limits)
  const filter = systemCallFilter()
  const { command, args, environment } = inSandbox({
    ...order,
    groups: group?.folders ?? [],
    ...(filter ? { filter: firstOfMore } : {}),
  })
  leaveKeys()
  const more = filter ? [pipeWith(filter)] : []
  const running = startProgram(command, args, environment, { more, ...(isRoot() ? { owner: nobody } : {}) })
  for (const file of more) closeSync(file)
  const keeper = keeperOf(running)
  const passed = new Set<LimitName>()
  let killed = false
  const send = (name: NodeJS.Signals): void => {
    killed ||= name === 'SIGKILL'
    deliver(keeper, running, name)
  }
  const endAt = (limit: LimitName): void => {
    if (passed.has(limit) || running.ending()) return
    passed.add(limit)
    send('SIGKILL')
  }
  const clock = setTimeout(() => endAt('wall'), order.limits.wall * 1000)
  clock.unref()
  let delay = 0
  const waited = (): number => {
    const [program] = childrenOf(keeper() ?? 0)
    if (program !== undefined && group && group.tasks() <= fewTasks) delay = Math.max(delay, delayOf(program))
    return delay
  }
  const isKilled = (): boolean => killed || (group?.exceeded() ?? []).includes('memory')
  const ended = running.ended.then((how) => {
    clearTimeout(clock)
    return unwrapped(how, isKilled())
  })
  const ending = (): ProcessEnd | undefined => {
    const how = running.ending()
    return how && unwrapped(how, isKilled())
  }
  return {
    ...{ ...running, ended, ending },
    signal: send,
    ...{ endAt, waited },
    limits: () => [...passed, ...comeUpon(group, ending())],
    async kill() {
      clearTimeout(clock)
      send('SIGKILL')
      await kill(running)
      await group?.remove()
    },
  }
}

/** The number of the file that it gets besides its three streams. */
const firstOfMore = 3

/** Bubblewrap's own two, and a program with some threads. */
const fewTasks = 18

/** Process 1 of the sandbox's own namespace, in whose session the program is; undefined while there is no program in it yet. */
function keeperOf({ pid, ending }: Running): () => number | undefined {
  let keeper: number | undefined
  const look = (): number | undefined => {
    keeper ??= pid === 0 ? undefined : childrenOf(pid).find((each) => childrenOf(each).length > 0)
    return keeper
  }
  // It must be known before the program has ended: whose child it was nobody can tell afterwards.
  const lookOn = (): void => {
    if (look() === undefined && !ending()) setTimeout(lookOn, 2).unref()
  }
  lookOn()
  return look
}

/** Of what is said before it is there, it hears as soon as it is. */
function deliver(keeper: () => number | undefined, running: Running, name: NodeJS.Signals): void {
  const pid = keeper()
  if (pid !== undefined) signal({ pid }, name)
  else if (!running.ending()) void sleep(2).then(() => deliver(keeper, running, name))
}

/**
 * Bubblewrap ends as the program has, and adds 128 to a signal's number, as shells do. A program may end with such a status
 * itself: of SIGKILL, which no mistake of its own brings about, we know whether anybody has sent it.
 */
function unwrapped(how: ProcessEnd, isKilled: boolean): ProcessEnd {
  const number = (how.status ?? 0) - 128
  const name = Object.entries(constants.signals).find(([, value]) => value === number)?.[0]
  return name === undefined || (name === 'SIGKILL' && !isKilled) ? how : { signal: name }
}

/** What the kernel counts of its group, and what the signals say that it sends at a limit of one process (setrlimit(2)). */
function comeUpon(group: ControlGroup | undefined, ending: ProcessEnd | undefined): readonly LimitName[] {
  const bySignal = { SIGXCPU: 'cpu', SIGXFSZ: 'file' } as const
  const name = ending?.signal
  return [...(group?.exceeded() ?? []), ...(name === 'SIGXCPU' || name === 'SIGXFSZ' ? [bySignal[name]] : [])]
}
