import { describe, expect, it } from 'vitest'
import { type Evidence, factsOf } from '../../src/evidence.ts'
import { connectionsOf } from '../../src/story/connections.ts'
import { impliedStates } from '../../src/story/implied.ts'
import { pathsOf } from '../../src/story/paths.ts'
import { bringsTo, transitsOf } from '../../src/story/transits.ts'
import { advance } from '../../src/tcp.ts'
import { recorded } from '../fixtures.ts'

const record = recorded('close-wait')
const [connection] = connectionsOf(record)
if (!connection) throw new Error('the record has no connection')

/** The record with every mention of the client's endpoint changed into another. */
function withClientAt(to: string): Evidence {
  const text = JSON.stringify(record.facts)
  return { ...record, facts: JSON.parse(text.replaceAll(`"${connection?.client}"`, `"${to}"`)) }
}

it("a client may have the server's port number: the address tells who speaks", () => {
  const alike = withClientAt(`${record.setting.client}:${record.setting.port}`)
  expect(connectionsOf(alike)).toEqual([{ ...connection, client: `${record.setting.client}:${record.setting.port}` }])
  const statesIn = (evidence: Evidence) =>
    pathsOf(evidence).map(({ end, steps }) => [end, steps.map(({ state }) => state)])
  expect(statesIn(alike)).toEqual(statesIn(record))
})

it('in the place of a raw server no kernel’s socket stands', () => {
  const raw = { ...record, setting: { ...record.setting, rawPeer: record.setting.server } }
  expect(pathsOf(raw).filter((path) => path.connection)).toMatchObject([{ end: 'client' }])
  expect(pathsOf(record).filter((path) => path.connection)).toMatchObject([{ end: 'client' }, { end: 'server' }])
})

it('a SYN+ACK implies a connection only where it acknowledges the SYN', () => {
  const implied = (by: number) => {
    const facts = record.facts.map((fact) =>
      fact.kind === 'segment' && fact.segment.flags === 'S.'
        ? { ...fact, segment: { ...fact.segment, ack: advance(fact.segment.ack, by) } }
        : fact,
    )
    return impliedStates({ ...record, facts }, 'client', connection)[1]?.state
  }
  expect(implied(0)).toBe('ESTABLISHED')
  expect(implied(-1)).not.toBe('ESTABLISHED')
})

it('a SYN that TIME-WAIT turns down begins no connection at that end: what is seen there is still the old one', () => {
  const turnedDown = recorded('time-wait-reuse-older-syn')
  expect(connectionsOf(turnedDown)).toHaveLength(2)
  const atServer = pathsOf(turnedDown).filter(({ end, connection: of }) => end === 'server' && of !== undefined)
  expect(atServer.map(({ connection: of, steps }) => [of?.number, steps.at(-1)?.state])).toEqual([
    [1, 'TIME-WAIT'],
    [2, undefined],
  ])
})

describe('an old SYN that brought bytes (Fast Open)', () => {
  const stale = recorded('stale-syn')
  const [syn] = factsOf(stale, 'segment').filter(({ segment }) => segment.flags === 'S')
  const answer = factsOf(stale, 'segment').findLast(({ segment }) => segment.flags === 'S.')
  const facts = stale.facts.map((fact) => {
    if (fact.kind !== 'segment') return fact
    const { segment } = fact
    if (segment.id === syn?.segment.id && segment.flags === 'S') return { ...fact, segment: { ...segment, length: 5 } }
    return segment.id === answer?.segment.id && segment.flags === 'S.'
      ? { ...fact, segment: { ...segment, ack: advance(segment.ack, 5) } }
      : fact
  })
  const opened = { ...stale, facts }
  it('is known by the number that acknowledges them, and brings them to the connection that answers it', () => {
    const [first, second] = connectionsOf(opened)
    expect(second?.isn.client).toBe(first?.isn.client)
    expect(connectionsOf(stale)[1]?.isn.client).toBe(first?.isn.client)
    const brought = transitsOf(opened).filter((each) => second && bringsTo(second, each) && each.segment.length > 0)
    expect(brought.map(({ relative }) => relative)).toMatchObject([{ speaker: 'client', flags: 'S', length: 5 }])
  })
})
