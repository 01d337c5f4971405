import { z } from 'zod'
import type { BlindFact, Fact, FactOf, FaultFact, ProgramFact } from '../../evidence.ts'
import { assertion } from './assertion.ts'
import {
  type Complete,
  count,
  end,
  endpoint,
  host,
  list,
  maybe,
  type Same,
  state,
  text,
  time,
  timer,
  witness,
} from './common.ts'
import { frame, segment } from './segment.ts'

const seen = { at: time, within: time, host, by: witness }
const atEnd = { ...seen, host: end }

/** A fact of this kind that tells these things besides when, where and by whom. */
const kind = <Kind extends Fact['kind'], Tells extends z.core.$ZodLooseShape>(name: Kind, tells: Tells) =>
  z.strictObject({ kind: z.literal(name), ...seen, ...tells })

const ending = z.strictObject({ status: maybe(z.int()), signal: maybe(text), failure: maybe(text) })

const deed = <Deed extends ProgramFact['deed']>(name: Deed) =>
  z.strictObject({ kind: z.literal('program'), ...atEnd, deed: z.literal(name), text, more: maybe(count) })

const program = z.discriminatedUnion('deed', [
  deed('started'),
  deed('said'),
  deed('complained'),
  deed('cued'),
  deed('signalled'),
  deed('left'),
  z.strictObject({
    kind: z.literal('program'),
    ...atEnd,
    deed: z.literal('limited'),
    limit: z.enum(['memory', 'processes', 'cpu', 'files', 'file', 'wall', 'traffic']),
  }),
  z.strictObject({ kind: z.literal('program'), ...atEnd, deed: z.literal('exited'), ending }),
])

const match = z.strictObject({
  from: end,
  flags: maybe(z.enum(['S', 'S.', '.', 'F.', 'F', 'R', 'R.'])),
  first: maybe(count),
  every: maybe(count),
  protocol: maybe(z.literal('UDP')),
})

const fault = <Verb extends FaultFact['verb'], Order extends z.core.$ZodLooseShape>(verb: Verb, order: Order) =>
  z.strictObject({
    kind: z.literal('fault'),
    ...seen,
    host: z.literal('router'),
    fault: text,
    deed: z.enum(['set', 'released', 'healed']),
    struck: count,
    verb: z.literal(verb),
    ...order,
  })

const faults = z.discriminatedUnion('verb', [
  fault('lose', { match }),
  fault('hold', { match }),
  fault('duplicate', { match }),
  fault('narrow', { toward: end, rate: text, queue: count }),
  fault('cut', {}),
])

const is = <Is extends BlindFact['cause']['is'], Tells extends z.core.$ZodLooseShape>(name: Is, tells: Tells) =>
  z.strictObject({ is: z.literal(name), ...tells })

const blindCause = z.discriminatedUnion('is', [
  is('error', { error: text }),
  is('ended', { how: text }),
  is('read no more', { error: maybe(text) }),
  is('not told in time', { patience: z.number() }),
  is('unreadable', { lines: count, first: text }),
  is('damaged', { damage: text }),
  is('overrun', { lost: z.union([count, z.literal('some')]) }),
  is('another format', { events: list(text) }),
  is('turned off', {}),
  is('two sockets', { local: endpoint, remote: endpoint }),
])

const socket = maybe(text)
const places = { local: endpoint, remote: endpoint }

const kinds = {
  segment: kind('segment', { tap: text, direction: z.enum(['in', 'out']), segment }),
  frame: kind('frame', { host: end, frame }),
  printed: kind('printed', { host: end, line: text }),
  transition: kind('transition', { host: end, socket, ...places, from: state, to: state }),
  sample: kind('sample', {
    host: end,
    ...places,
    state,
    timer: maybe(z.strictObject({ name: timer, left: time })),
    sendQueue: maybe(count),
    receiveQueue: maybe(count),
    owned: maybe(z.boolean()),
    congestion: maybe(z.strictObject({ control: text, window: count, threshold: maybe(count) })),
  }),
  poll: kind('poll', { host: end, polls: count, longestGap: time, sockets: count }),
  kernel: kind('kernel', {
    socket,
    event: z.enum(['tcp_retransmit_skb', 'tcp_retransmit_synack', 'tcp_send_reset', 'tcp_receive_reset']),
    ...places,
    detail: text,
  }),
  program,
  fault: faults,
  counters: kind('counters', { moved: z.record(text, z.number()) }),
  blind: kind('blind', { cause: blindCause }),
  awaited: kind('awaited', {
    what: text,
    states: maybe(assertion),
    outcome: z.enum(['came', 'did not come', 'done without', 'left unsaid']),
    waited: time,
    lost: time,
  }),
  lateness: kind('lateness', { worst: time, lost: time }),
  sysctl: kind('sysctl', { name: text, was: text, is: text }),
  end: kind('end', {}),
  cleanup: kind('cleanup', { left: list(text) }),
} satisfies { readonly [Kind in Fact['kind']]: z.ZodType<FactOf<Kind>> }

export type KindsAreComplete = Complete<
  { [Kind in Fact['kind']]: Same<z.output<(typeof kinds)[Kind]>, FactOf<Kind>> }[Fact['kind']]
>

export const schemaOf = (kind: Fact['kind']): z.ZodType<Fact> => kinds[kind]
export const isKind = (kind: unknown): kind is Fact['kind'] => typeof kind === 'string' && Object.hasOwn(kinds, kind)
export const factKinds = Object.keys(kinds) as readonly Fact['kind'][]
