import { type Evidence, factsOf, type SampleFact } from '../../../src/evidence.ts'
import { storyEnd } from '../../../src/story/end.ts'
import { states as all, moment, ms, type State } from '../../../src/tcp.ts'
import { changingOne, type Kind, takingAway } from '../mutation.ts'
import type { Random } from '../random.ts'

/** What was told of the states of sockets. */
export const states: readonly Kind[] = [
  changingOne(
    'a transition removed',
    (record) => factsOf(record, 'transition'),
    (fact) => ({ what: `${fact.host} ${fact.from} → ${fact.to} at ${moment(fact.at)}`, by: [] }),
  ),
  changingOne(
    'a transition added',
    (record) => factsOf(record, 'transition'),
    (fact, random, record) => {
      const to = other(random, fact.to)
      const at = ms(storyEnd(record) * random.next())
      return {
        what: `${fact.host} ${fact.to} → ${to} at ${moment(at)}`,
        by: [fact, { ...fact, from: fact.to, to, at }],
      }
    },
  ),
  changingOne(
    "a transition's state altered",
    (record) => factsOf(record, 'transition'),
    (fact, random) => {
      const to = other(random, fact.to)
      return { what: `${fact.host} ${fact.from} → ${fact.to}, now → ${to}`, by: [{ ...fact, to }] }
    },
  ),
  changingOne(
    "a transition's origin altered",
    (record) => factsOf(record, 'transition'),
    (fact, random) => {
      const from = other(random, fact.from)
      return { what: `${fact.host} ${fact.from} → ${fact.to}, now ${from} →`, by: [{ ...fact, from }] }
    },
  ),
  changingOne(
    "a transition's time altered",
    (record) => factsOf(record, 'transition'),
    (fact, random, record) => {
      const at = ms(storyEnd(record) * random.next())
      return {
        what: `${fact.host} ${fact.from} → ${fact.to} from ${moment(fact.at)} to ${moment(at)}`,
        by: [{ ...fact, at }],
      }
    },
  ),
  changingOne("a sample's state altered", samples, (fact, random) => {
    const state = other(random, fact.state)
    return { what: `${nameOf(fact)}, now ${state}`, by: [{ ...fact, state }] }
  }),
  takingAway('a state that nobody looked at', (record, random) => {
    const one = random.pick(samples(record))
    return (
      one && {
        what: `${one.host} ${one.state}`,
        isGone: (fact) => fact.kind === 'sample' && fact.host === one.host && fact.state === one.state,
      }
    )
  }),
  takingAway('a state that the table did not show', (record, random) => {
    const one = random.pick(samples(record).filter(({ by }) => by === 'table'))
    return (
      one && {
        what: `${one.host} ${one.state}`,
        isGone: (fact) =>
          fact.kind === 'sample' && fact.by === 'table' && fact.host === one.host && fact.state === one.state,
      }
    )
  }),
  changingOne('a sample removed', samples, (fact) => ({ what: nameOf(fact), by: [] })),
  changingOne("a sample's time altered", samples, (fact, random, record) => {
    const at = ms(storyEnd(record) * random.next())
    return { what: `${nameOf(fact)}, now at ${moment(at)}`, by: [{ ...fact, at }] }
  }),
  changingOne("a sample's timer altered", samples, (fact, random) => {
    const name = random.pick(['on', 'keepalive', 'timewait', 'persist'] as const) ?? 'on'
    const left = ms(random.between(0, 120_000))
    return {
      what: `${nameOf(fact)} with ${fact.timer ? `${fact.timer.name} ${fact.timer.left}` : 'no timer'}, now ${name} ${left}`,
      by: [{ ...fact, timer: { name, left } }],
    }
  }),
  changingOne("a sample's queue altered", samples, (fact, random) => {
    const receiveQueue = (fact.receiveQueue ?? 0) + random.between(1, 1000)
    return { what: `${nameOf(fact)}, ${receiveQueue} queued`, by: [{ ...fact, receiveQueue }] }
  }),
]

const nameOf = ({ by, host, state, at }: SampleFact): string => `${by} ${host} ${state} at ${moment(at)}`

function samples(record: Evidence): readonly SampleFact[] {
  return factsOf(record, 'sample')
}

const other = (random: Random, state: State): State => random.pick(all.filter((each) => each !== state)) ?? 'CLOSED'
