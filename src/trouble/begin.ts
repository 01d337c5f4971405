import { type End, type Evidence, factsOf, type Setting } from '../evidence.ts'
import { connectionsOf } from '../story/connections.ts'
import { storyEnd } from '../story/end.ts'
import { addressOf, type Endpoint, endpoint, ms, portOf } from '../tcp.ts'
import { isRefusal, whyOf } from './output.ts'
import type { Deed, Ended } from './told.ts'

/** How a program ended by itself, if it did. */
export function endedOf(evidence: Evidence, end: End): Ended | undefined {
  const deeds = factsOf(evidence, 'program').filter(({ host }) => host === end)
  const exited = deeds.find((fact) => fact.deed === 'exited')
  if (exited?.deed !== 'exited') return undefined
  const { at, ending } = exited
  // What the play has done to it is none of its own doing.
  const isOurs = deeds.some((fact) => fact.deed === 'signalled' && fact.text === ending.signal)
  const why = whyOf(evidence, end)
  return isOurs ? undefined : { at, ending, ...(why === undefined ? {} : { why }) }
}

/** Why a program took no part, or none any more: what else it did not do follows from that. */
export function notThere(evidence: Evidence, end: End): Deed | undefined {
  const ended = endedOf(evidence, end)
  if (ended?.ending.failure !== undefined) return { is: 'not started', failure: ended.ending.failure }
  const failed = ended && (ended.ending.signal !== undefined || ended.ending.status !== 0)
  if (ended && failed) return { is: isRefusal(evidence, end) ? 'refused by its language' : 'crashed', ...ended }
  return end === 'server' ? notListening(evidence, ended) : notConnecting(evidence, ended)
}

function notListening(evidence: Evidence, ended: Ended | undefined): Deed | undefined {
  const { setting } = evidence
  const wanted = endpoint(setting.server, setting.port)
  const listeners = factsOf(evidence, 'sample').filter(
    ({ host, state, remote }) => host === 'server' && state === 'LISTEN' && portOf(remote) === 0,
  )
  const isOpened = connectionsOf(evidence).length > 0
  if (listeners.some(({ local }) => serves(local, setting))) {
    const isEarly = ended !== undefined && !wasOpen(evidence)
    return isEarly && isOpened ? { is: 'ended early', before: 'accepting', ...ended } : undefined
  }
  const [first] = listeners
  if (first) {
    const places = [...new Set(listeners.map(({ local }) => local))]
    return { is: 'listens elsewhere', at: first.at, places, wanted, other: otherIn(places, setting) }
  }
  if (ended) return { is: 'ended early', before: 'listening', ...ended }
  const started = factsOf(evidence, 'program').find(({ host, deed }) => host === 'server' && deed === 'started')
  // Where connections are opened without a listener, as in a simultaneous open, it did what it had to.
  if (!started || isOpened) return undefined
  return { is: 'never listened', time: ms(storyEnd(evidence) - started.at), wanted }
}

const wasOpen = (evidence: Evidence): boolean =>
  factsOf(evidence, 'sample').some(({ host, owned }) => host === 'server' && owned === true && isConnection(evidence))

const isConnection = (evidence: Evidence): boolean => connectionsOf(evidence).length > 0

/** Whether who connects to the place that the server is given finds this listener. */
function serves(local: Endpoint, { server, port, loopback }: Setting): boolean {
  const address = bare(local)
  const isThere = address === bare(endpoint(server, port)) || isAny(address) || loopback
  return portOf(local) === port && isThere
}

const bare = (place: Endpoint): string => addressOf(place).replace(/^::ffff:/, '')
const isAny = (address: string): boolean => address === '0.0.0.0' || address === '::' || address === '*'
const isLoopback = (address: string): boolean => address.startsWith('127.') || address === '::1'

function otherIn(places: readonly Endpoint[], { port }: Setting): 'port' | 'address' | 'loopback' {
  const here = places.filter((place) => portOf(place) === port)
  if (here.length === 0) return 'port'
  return here.some((place) => isLoopback(bare(place))) ? 'loopback' : 'address'
}

function notConnecting(evidence: Evidence, ended: Ended | undefined): Deed | undefined {
  const { setting } = evidence
  const wanted = endpoint(setting.server, setting.port)
  if (connectionsOf(evidence).some(({ server }) => server === wanted)) return undefined
  const elsewhere = factsOf(evidence, 'sample').find(
    ({ host, remote, state }) => host === 'client' && portOf(remote) !== 0 && remote !== wanted && state !== 'CLOSED',
  )
  if (elsewhere) return { is: 'connects elsewhere', at: elsewhere.at, place: elsewhere.remote, wanted }
  if (ended) return { is: 'ended early', before: 'connecting', ...ended }
  const started = factsOf(evidence, 'program').find(({ host, deed }) => host === 'client' && deed === 'started')
  return started && { is: 'never connected', time: ms(storyEnd(evidence) - started.at), wanted }
}
