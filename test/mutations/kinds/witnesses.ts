import { type End, type Evidence, type Fact, factsOf, type PollFact, type WitnessName } from '../../../src/evidence.ts'
import { storyEnd } from '../../../src/story/end.ts'
import { moment, ms, portOf } from '../../../src/tcp.ts'
import { added, altered, changingOne, type Kind, removed, takingAway } from '../mutation.ts'

const ends: readonly End[] = ['client', 'server']
const commands = ['ss', 'netstat'] as const

/** A witness that saw nothing, was not there, looked too seldom, or says that it was blind. */
export const witnesses: readonly Kind[] = [
  takingAway('all kernel facts gone', () => ({ what: 'no tracepoints', isGone: ({ by }) => by === 'kernel' })),
  takingAway('the table gone', () => ({ what: 'no table', isGone: ({ by }) => by === 'table' })),
  takingAway('table and kernel gone', () => ({
    what: 'neither table nor tracepoints',
    isGone: ({ by }) => by === 'table' || by === 'kernel',
  })),
  takingAway('an end seen only in LISTEN', (_, random) => {
    const end = random.pick(ends)
    return { what: `the ${end}`, isGone: (fact) => fact.host === end && isOfSocket(fact) }
  }),
  takingAway('every router tap gone', () => ({
    what: 'the router',
    isGone: ({ kind, host }) => kind === 'segment' && host === 'router',
  })),
  takingAway('one tap gone', (record, random) => {
    const one = random.pick(factsOf(record, 'segment'))
    return (
      one && {
        what: `${one.host} ${one.tap}`,
        isGone: (fact) => fact.kind === 'segment' && fact.host === one.host && fact.tap === one.tap,
      }
    )
  }),
  takingAway('one way past a tap gone', (record, random) => {
    const one = random.pick(factsOf(record, 'segment'))
    return (
      one && {
        what: `${one.host} ${one.tap} ${one.direction}`,
        isGone: (fact) =>
          fact.kind === 'segment' && fact.host === one.host && fact.tap === one.tap && fact.direction === one.direction,
      }
    )
  }),
  {
    name: 'the table looked at once',
    mutate(record, random) {
      const one = random.pick(tableLooks(record))
      if (!one) return undefined
      const isGone = (fact: Fact): boolean => isTableLook(fact) && fact.host === one.host && fact !== one
      const evidence = altered(removed(record, isGone), (fact) =>
        fact === one ? [{ ...one, polls: 1, longestGap: storyEnd(record), within: one.at }] : [fact],
      )
      return { what: `at the ${one.host}, at ${moment(one.at)}`, evidence }
    },
  },
  changingOne('a long gap between the looks at the table', tableLooks, (look, random) => {
    const longestGap = ms(look.longestGap + random.between(1000, 20_000))
    return { what: `${longestGap} ms at the ${look.host}`, by: [{ ...look, longestGap }] }
  }),
  takingAway('looks of a command gone', (_, random) => {
    const [by, host] = [random.pick(commands), random.pick(ends)]
    return {
      what: `${by} at the ${host}`,
      isGone: (fact) => (fact.kind === 'poll' || fact.kind === 'sample') && fact.by === by && fact.host === host,
    }
  }),
  takingAway('a look removed', (record, random) => {
    const one = random.pick(factsOf(record, 'poll'))
    return (
      one && {
        what: `${one.by} at the ${one.host} at ${moment(one.at)}`,
        isGone: (fact) =>
          fact === one ||
          (fact.kind === 'sample' && fact.by === one.by && fact.host === one.host && fact.at === one.at),
      }
    )
  }),
  takingAway('counters gone', () => ({ what: 'of all', isGone: ({ kind }) => kind === 'counters' })),
  takingAway('counters of one host gone', (_, random) => {
    const host = random.pick([...ends, 'router'] as const)
    return { what: `of the ${host}`, isGone: (fact) => fact.kind === 'counters' && fact.host === host }
  }),
  {
    name: 'a blind fact added',
    mutate(record, random) {
      const by = random.pick(['kernel', 'table', 'wire', 'counters', 'ss', 'netstat'] as const)
      const host = random.pick([...ends, 'router'] as const)
      if (!by || !host) return undefined
      const at = ms(storyEnd(record) * random.next())
      const within = ms(at * random.next())
      const cause = { is: 'error', error: 'it lost some of what it saw' } as const
      return {
        what: `${by} at the ${host} at ${moment(at)}`,
        evidence: added(record, { kind: 'blind', at, within, host, by, cause }),
      }
    },
  },
  {
    name: 'the list of missing witnesses changed',
    mutate(record, random) {
      const name = random.pick<WitnessName>(['kernel', 'table', 'ss', 'netstat', 'wire', 'counters'])
      if (!name) return undefined
      const { [name]: was, ...others } = record.setting.missing
      const missing = was === undefined ? { ...others, [name]: 'not on this machine' } : others
      return {
        what: `${name} ${was === undefined ? 'listed' : 'not listed'}`,
        evidence: { ...record, setting: { ...record.setting, missing } },
      }
    },
  },
]

const isTableLook = (fact: Fact): boolean => fact.kind === 'poll' && fact.by === 'table'

function tableLooks(record: Evidence): PollFact[] {
  return factsOf(record, 'poll').filter(isTableLook)
}

/** Of a connection's socket, which has somebody at its other end. */
const isOfSocket = (fact: Fact): boolean =>
  (fact.kind === 'sample' || fact.kind === 'transition') && !(portOf(fact.remote) === 0)
