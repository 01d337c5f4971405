import { type End, factsOf, type KernelFact } from '../../../src/evidence.ts'
import { connectionsOf, seenFrom } from '../../../src/story/connections.ts'
import { storyEnd } from '../../../src/story/end.ts'
import { moment, ms } from '../../../src/tcp.ts'
import { added, changingOne, type Kind } from '../mutation.ts'

const names = ['Tcp.RetransSegs', 'Tcp.OutSegs', 'Tcp.InSegs', 'Tcp.OutRsts'] as const
const events: ReadonlyArray<KernelFact['event']> = [
  'tcp_retransmit_skb',
  'tcp_retransmit_synack',
  'tcp_send_reset',
  'tcp_receive_reset',
]

/** Numbers that the kernel did not count, and events that it did not tell of. */
export const counts: readonly Kind[] = [
  changingOne(
    'a counter contradicts the wire',
    (record) => factsOf(record, 'counters').filter(({ host }) => host !== 'router'),
    (fact, random) => {
      const name = random.pick(names) ?? names[0]
      const was = fact.moved[name] ?? 0
      const by = random.pick([1, 2, random.between(1, 1000)]) ?? 1
      const is = random.next() < 0.5 && was >= by ? was - by : was + by
      return { what: `${fact.host} ${name} ${was} → ${is}`, by: [{ ...fact, moved: { ...fact.moved, [name]: is } }] }
    },
  ),
  changingOne(
    'another counter altered',
    (record) => factsOf(record, 'counters').filter(({ moved }) => Object.keys(moved).length > 0),
    (fact, random) => {
      const others = Object.keys(fact.moved).filter((each) => !names.some((name) => name === each))
      const name = random.pick(others)
      if (name === undefined) return undefined
      const was = fact.moved[name] ?? 0
      const is = random.pick([0, was + 1, was + random.between(1, 1000)]) ?? 0
      return { what: `${fact.host} ${name} ${was} → ${is}`, by: [{ ...fact, moved: { ...fact.moved, [name]: is } }] }
    },
  ),
  changingOne(
    'a kernel fact removed',
    (record) => factsOf(record, 'kernel'),
    (fact) => ({ what: `${fact.host} ${fact.event} at ${moment(fact.at)}`, by: [] }),
  ),
  {
    name: 'a kernel fact added',
    mutate(record, random) {
      const connection = random.pick(connectionsOf(record))
      const host: End = random.pick(['client', 'server'] as const) ?? 'client'
      const event = random.pick(events)
      if (!connection || !event || record.setting.missing.kernel !== undefined) return undefined
      const at = ms(storyEnd(record) * random.next())
      const what = `${host} ${event} at ${moment(at)}`
      const fact: KernelFact = {
        kind: 'kernel', at, within: ms(0), host, by: 'kernel', event, ...seenFrom(host, connection), detail: '',
      } // biome-ignore format: one fact
      return { what, evidence: added(record, fact) }
    },
  },
]
