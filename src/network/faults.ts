import type { End, Fact, FaultFact } from '../evidence.ts'
import { run } from '../system/command.ts'
import type { Milliseconds } from '../tcp.ts'
import type { Plan } from './addresses.ts'
import { matchOf, type Which, wordsFor } from './which.ts'

/** A fault that is set; disposing it heals the network. */
export interface Fault extends AsyncDisposable {
  /** How many segments it has struck so far. */
  struck(): Promise<number>
  heal(): Promise<void>
}

/** Segments that the router keeps until they are released. */
export interface Hold extends Fault {
  /** Sends on what was held, in order, and holds no more. */
  release(): Promise<void>
}

/** What may go wrong in the network; always in the router, so that both ends' captures stay truthful. */
export interface Faults {
  /** The segments enter the router and never leave it. */
  lose(which: Which): Promise<Fault>
  /** The segments wait in the router until they are released; others overtake them. */
  hold(which: Which): Promise<Hold>
  /** Nothing passes in either direction until it is mended. */
  cut(): Promise<Fault & { mend(): Promise<void> }>
  /** Takes back every fault that is still set. */
  healAll(): Promise<void>
}

interface Setting {
  readonly plan: Plan
  readonly family: 'IPv4' | 'IPv6'
  readonly macs: Readonly<Record<End, string>>
  now(): Milliseconds
  tell(fact: Fact): void
}

const nft = (rules: string): Promise<string> => run('nsenter', ['--net=/run/netns/router', 'nft', '-f', '-'], rules)

export function makeFaults(setting: Setting): Faults {
  const active = new Set<Fault>()
  let count = 0

  const set = async (
    means: string,
    rules: (table: string) => string,
    undo: () => Promise<void>,
  ): Promise<Fault & { tell(deed: FaultFact['deed']): Promise<void> }> => {
    const table = `fault_${++count}`
    await nft(`table inet ${table} {\n${rules(table)}\n}\n`)
    const struck = () => counterOf(table)
    const tell = async (deed: FaultFact['deed']): Promise<void> => {
      const seen = { at: setting.now(), within: 0 as Milliseconds, host: 'router', by: 'network' } as const
      setting.tell({ kind: 'fault', ...seen, fault: table, deed, means, struck: deed === 'set' ? 0 : await struck() })
    }
    const heal = async (): Promise<void> => {
      if (!active.delete(fault)) return
      await tell('healed')
      await undo()
      await nft(`delete table inet ${table}\n`)
    }
    const fault: Fault = { struck, heal, [Symbol.asyncDispose]: heal }
    active.add(fault)
    await tell('set')
    return { ...fault, tell }
  }

  return {
    lose: (which) =>
      set(
        `lose ${wordsFor(which)}`,
        () => chain('forward', 'filter', `${matchOf(which)} counter drop`),
        async () => {},
      ),

    async hold(which) {
      const number = count + 1
      const to: End = which.from === 'client' ? 'server' : 'client'
      const waiting = setting.plan.nobody(to, number)
      // Marked segments are routed to an address of nobody's: they queue up for its MAC, and leave when it gets one.
      const ip = async (...args: string[]) =>
        run('ip', ['-n', 'router', setting.family === 'IPv4' ? '-4' : '-6', ...args])
      await ip('route', 'add', 'default', 'via', waiting, 'dev', to, 'onlink', 'table', String(100 + number))
      await ip('rule', 'add', 'fwmark', String(number), 'table', String(100 + number))
      const unroute = async () => {
        await ip('rule', 'del', 'fwmark', String(number))
        await ip('route', 'flush', 'table', String(100 + number))
      }
      const rules = () => chain('prerouting', 'mangle', `${matchOf(which)} counter meta mark set ${number}`)
      const fault = await set(`hold ${wordsFor(which)}`, rules, unroute)
      const release = async (): Promise<void> => {
        // No more are held from here on, then the waiting ones go: what comes later cannot overtake them in the queue.
        await nft(`flush chain inet fault_${number} here\n`)
        await fault.tell('released')
        await ip('neigh', 'replace', waiting, 'lladdr', setting.macs[to], 'dev', to, 'nud', 'permanent')
      }
      return { ...fault, release }
    },

    async cut() {
      const fault = await set(
        'cut the line',
        () => chain('forward', 'filter', 'counter drop'),
        async () => {},
      )
      return { ...fault, mend: fault.heal }
    },

    async healAll() {
      for (const fault of [...active]) await fault.heal()
    },
  }
}

const chain = (hook: string, priority: string, rule: string): string =>
  `counter struck { }\nchain here {\ntype filter hook ${hook} priority ${priority}; policy accept;\n${rule.replace('counter', 'counter name "struck"')}\n}`

async function counterOf(table: string): Promise<number> {
  const listing = await run('nsenter', [
    '--net=/run/netns/router',
    'nft',
    '-j',
    'list',
    'counters',
    'table',
    'inet',
    table,
  ])
  const { nftables } = JSON.parse(listing) as { nftables: ReadonlyArray<{ counter?: { packets: number } }> }
  return nftables.find(({ counter }) => counter)?.counter?.packets ?? 0
}
