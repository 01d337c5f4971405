import { type Evidence, type Fact, factsOf, type SampleFact } from '../../src/evidence.ts'
import { storyEnd } from '../../src/story/end.ts'
import { listenerOf } from '../../src/story/paths.ts'
import { ms, portOf } from '../../src/tcp.ts'
import { added, altered, removed } from '../mutations/mutation.ts'
import { type BreakersOf, needed } from './breaker.ts'

export const ofPrograms: BreakersOf<
  | 'says'
  | 'neverSays'
  | 'isEndedBy'
  | 'counts'
  | 'isFlooded'
  | 'keepsListening'
  | 'acceptsAll'
  | 'leavesUnread'
  | 'readsNothing'
  | 'readsEnd'
  | 'answers'
  | 'showsBacklog'
  | 'stopsListening'
> = {
  says: ({ of: { end }, line }, record) =>
    removed(
      record,
      (fact) => fact.kind === 'program' && fact.deed === 'said' && fact.host === end && fact.text === line,
    ),

  neverSays: ({ of: { end: host }, line: text }, record) =>
    added(record, { kind: 'program', at: storyEnd(record), within: ms(0), host, by: 'program', deed: 'said', text }),

  isEndedBy: ({ of: { end } }, record) =>
    altered(record, (fact) =>
      fact.kind === 'program' && fact.deed === 'exited' && fact.host === end
        ? [{ ...fact, ending: { status: 0 } }]
        : [fact],
    ),

  /** The kernel counted one more, or where any number will do one less than is wanted. */
  counts: ({ of: { end }, counter, least, most }, record) => {
    const number = most === 'any' ? least - 1 : most + 1
    return altered(record, (fact) =>
      fact.kind === 'counters' && (fact.host === end || record.setting.loopback)
        ? [{ ...fact, moved: { ...fact.moved, [counter]: number } }]
        : [fact],
    )
  },

  /** netstat shows one that is half-open, and no crowd. */
  isFlooded: ({ of: { end } }, record) => {
    const halfOpen = factsOf(record, 'sample').filter(
      ({ host, by, state }) => host === end && by === 'netstat' && state === 'SYN-RECEIVED',
    )
    const crowd = new Set<Fact>(halfOpen.slice(1))
    return removed(record, (fact) => crowd.has(fact))
  },

  showsBacklog: ({ backlog }, record) =>
    altered(record, (fact) =>
      fact.kind === 'sample' && fact.state === 'LISTEN' && fact.by === 'ss'
        ? [{ ...fact, sendQueue: backlog + 1 }]
        : [fact],
    ),

  acceptsAll: (_, record) =>
    altered(record, (fact) =>
      fact.kind === 'sample' && fact.host === 'server' && fact.owned ? [{ ...fact, owned: false }] : [fact],
    ),

  leavesUnread: ({ of: { end }, bytes }, record) =>
    altered(record, (fact) =>
      fact.kind === 'sample' && fact.host === end && fact.receiveQueue === bytes
        ? [{ ...fact, receiveQueue: bytes - 1 }]
        : [fact],
    ),

  /** Half of what had come was read at once. */
  readsNothing: ({ of: { end } }, record) =>
    altered(record, (fact) =>
      fact.kind === 'sample' && fact.host === end && fact.receiveQueue
        ? [{ ...fact, receiveQueue: Math.floor(fact.receiveQueue / 2) }]
        : [fact],
    ),

  /** The FIN is in the receive queue to the end. */
  readsEnd: ({ of: { end } }, record) =>
    altered(record, (fact) =>
      fact.kind === 'sample' && fact.host === end && fact.state === 'CLOSE-WAIT'
        ? [{ ...fact, receiveQueue: 1 }]
        : [fact],
    ),

  /** All that has come is in the receive queue to the end. */
  answers: ({ of: { end }, bytes }, record) =>
    altered(record, (fact) =>
      fact.kind === 'sample' && fact.host === end && fact.remote !== undefined
        ? [{ ...fact, receiveQueue: bytes }]
        : [fact],
    ),

  keepsListening: (_, record) => {
    const told = listenerOf(record).steps.flatMap(({ because }) => because.filter(({ kind }) => kind === 'transition'))
    const closed = told.map((fact): Fact => ({ ...fact, from: 'LISTEN', to: 'CLOSED', at: storyEnd(record) }) as Fact)
    return added(record, { ...listening(record), state: 'CLOSED', at: storyEnd(record) }, ...closed)
  },

  stopsListening: (_, record) => {
    const closing = new Set(
      listenerOf(record).steps.flatMap(({ state, because }) => (state === 'CLOSED' ? because : [])),
    )
    return removed(record, (fact) => closing.has(fact))
  },
}

const listening = (record: Evidence): SampleFact =>
  needed(
    factsOf(record, 'sample').find(
      ({ host, by, remote, local }) =>
        host === 'server' && by === 'table' && portOf(remote) === 0 && portOf(local) === record.setting.port,
    ),
    'look at the listener',
  )
