import type { End, Fact, FaultFact, FaultMatch, FaultOrder } from '../evidence.ts'
import { within } from '../system/calls.ts'
import { run } from '../system/command.ts'
import { addDetour, removeDetour, setNeighbour } from '../system/routing.ts'
import { type Milliseconds, ms } from '../tcp.ts'
import type { Plan } from './addresses.ts'
import { netOf } from './anchors.ts'
import { setting as lacking } from './lacks.ts'
import { fromOf, matchOf } from './match.ts'

/** A fault that is set; disposing it heals the network. */
export interface Fault extends AsyncDisposable {
  /** How many segments it has struck so far. */
  struck(): Promise<number>
  /** Takes it back. */
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
  lose(match: FaultMatch): Promise<Fault>
  /** The segments wait in the router until they are released; others overtake them. */
  hold(match: FaultMatch): Promise<Hold>
  /** The segments leave the router twice. */
  duplicate(match: FaultMatch): Promise<Fault>
  /**
   * What goes toward this end leaves the router no faster than this, and waits in a queue of its own; what finds no room is lost. A line
   * that is narrow already is made so instead.
   */
  narrow(toward: End, line: SlowLine): Promise<Fault>
  /** Nothing passes in either direction until it is mended. */
  cut(): Promise<Fault & { mend(): Promise<void> }>
  /** Takes back every fault that is still set. */
  healAll(): Promise<void>
}

/** A slow line behind the router. */
export interface SlowLine {
  /** As tc takes it: `1mbit`. */
  readonly rate: string
  /** Bytes that may wait. */
  readonly queue: number
}

interface Router {
  readonly plan: Plan
  readonly macs: Readonly<Record<End, string>>
  now(): Milliseconds
  tell(fact: Fact): void
}

const inRouter = (command: string, args: readonly string[], input?: string): Promise<string> =>
  within({ net: netOf('router') }, () => run(command, args, input))
const nftReads = (rules: string): Promise<string> => inRouter('nft', ['-f', '-'], rules)

export function makeFaults(router: Router): Faults {
  const active = new Set<Fault>()
  const narrowed = new Map<End, Fault>()
  let count = 0

  /** Sets a table of rules in the router's nftables; `undo` takes back what else was done for it. */
  const set = async (number: number, { order, rules, undo, family = 'inet' }: Rules): Promise<SetFault> => {
    const table = `fault_${number}`
    const tell = (deed: FaultFact['deed'], struck: number, at = router.now()): void => {
      const seen = { at, within: ms(0), host: 'router', by: 'network' } as const
      router.tell({ kind: 'fault', ...seen, fault: table, ...order, deed, struck })
    }
    const struck = () => counterOf(table, { family })
    const heal = async (): Promise<void> => {
      if (!active.delete(fault)) return
      tell('healed', await struck())
      await Promise.all([nftReads(`delete table ${family} ${table}\n`), undo?.()])
    }
    const fault: SetFault = { struck, heal, tell, [Symbol.asyncDispose]: heal }
    active.add(fault)
    await lacking(order.verb, nftReads(`table ${family} ${table} {\n${rules}\n}\n`))
    tell('set', 0)
    return fault
  }

  const hold = async (match: FaultMatch): Promise<Hold> => {
    const number = ++count
    const to: End = match.from === 'client' ? 'server' : 'client'
    const waiting = router.plan.nobody(to, number)
    // Marked segments are routed to an address of nobody's: they queue up for its MAC, and leave when it gets one.
    const detour = { mark: number, table: 100 + number, neighbour: waiting, device: to }
    const route = async (): Promise<void> => addDetour(netOf('router'), detour)
    const unroute = async (): Promise<void> => removeDetour(netOf('router'), detour)
    const rules = chain('prerouting', 'mangle', `${fromOf(match)} ${matchOf(match)} counter meta mark set ${number}`)
    const order = { verb: 'hold', match } as const
    const [fault] = await Promise.all([set(number, { order, rules, undo: unroute }), lacking('hold', route())])
    const release = async (): Promise<void> => {
      const begun = router.now()
      // The queue leaves in order once the address has a MAC, and what comes later goes straight on behind it.
      setNeighbour(netOf('router'), waiting, router.macs[to], to)
      const struck = await counterOf(`fault_${number}`, { flush: true })
      fault.tell('released', struck, begun)
    }
    return { ...fault, release }
  }

  const drop = (order: FaultOrder, match: string): Promise<Fault> =>
    set(++count, { order, rules: chain('forward', 'filter', `${match} counter drop`) })

  return {
    hold,
    lose: (match) => drop({ verb: 'lose', match }, `${fromOf(match)} ${matchOf(match)}`),
    duplicate(match) {
      const device = match.from === 'client' ? 'server' : 'client'
      const rules = chain(`egress device "${device}"`, '0', `${matchOf(match)} counter dup to "${device}"`)
      return set(++count, { order: { verb: 'duplicate', match }, rules, family: 'netdev' })
    },
    async narrow(toward, { rate, queue }) {
      const tc = (...words: readonly string[]) => inRouter('tc', ['qdisc', ...words])
      // In the place of one that is narrow already, so that there is no moment in which it is wide. A burst of two full frames is
      // the least that lets anything pass.
      await lacking(
        'narrow',
        tc('replace', 'dev', toward, 'root', 'tbf', 'rate', rate, 'burst', '3200', 'limit', String(queue)),
      )
      const rules = chain('forward', 'filter', `oifname "${toward}" counter`)
      const undo = async () => void (narrowed.get(toward) === fault && (await tc('del', 'dev', toward, 'root')))
      const before = narrowed.get(toward)
      const fault: Fault = await set(++count, { order: { verb: 'narrow', toward, rate, queue }, rules, undo })
      narrowed.set(toward, fault)
      await before?.heal()
      return fault
    },
    async cut() {
      const fault = await drop({ verb: 'cut' }, '')
      return { ...fault, mend: fault.heal }
    },
    async healAll() {
      for (const fault of [...active]) await fault.heal()
    },
  }
}

/** What makes a fault, and what is told of it. */
interface Rules {
  readonly order: FaultOrder
  /** Of its table in the router's nftables. */
  readonly rules: string
  /** Takes back what else was done for it. */
  readonly undo?: () => Promise<unknown>
  readonly family?: string
}

/** A fault with the means to tell what becomes of it. */
interface SetFault extends Fault {
  tell(deed: FaultFact['deed'], struck: number, at?: Milliseconds): void
}

const chain = (hook: string, priority: string, rule: string): string =>
  `counter struck { }\nchain here {\ntype filter hook ${hook} priority ${priority}; policy accept;\n${rule.replace('counter', 'counter name "struck"')}\n}`

/** How many segments a fault's rule has matched; `flush` lets it match no more, in the same transaction. */
async function counterOf(table: string, { family = 'inet', flush = false }): Promise<number> {
  const stop = flush ? `flush chain ${family} ${table} here; ` : ''
  // As one argument that nft itself reads: with -j it cannot read commands from a pipe.
  const listing = await inRouter('nft', ['-j', `${stop}list counters table ${family} ${table}`])
  const { nftables } = JSON.parse(listing) as { nftables: ReadonlyArray<{ counter?: { packets: number } }> }
  return nftables.find(({ counter }) => counter)?.counter?.packets ?? 0
}
