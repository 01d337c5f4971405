import { type BlindFact, type End, type Evidence, factsOf, type KernelFact, type TransitionFact } from '../evidence.ts'
import { type Endpoint, type Milliseconds, ms, portOf, type State } from '../tcp.ts'
import { isWatched, type Known, knownOf, type Place } from './known.ts'
import { remembered } from './remembered.ts'

/**
 * Tracepoints are the whole machine's: a socket in another network namespace may have the very addresses of ours. What the
 * kernel says of one socket hangs together (by `skaddr`), and what the looks into our own namespace show decides whether
 * that socket is there.
 */
export interface Sockets {
  /** Whether the kernel said this of a socket in the run's own namespaces. */
  isOurs(fact: TransitionFact | KernelFact): boolean
  /** The transitions of the socket that this one is of, in order; alone where the record does not name sockets. */
  chainOf(fact: TransitionFact): readonly TransitionFact[]
  /** Sockets at one place at one time of which only one can be ours, and the looks cannot tell which. */
  readonly undecided: readonly Undecided[]
}

export interface Undecided {
  readonly end: End
  readonly local: Endpoint
  readonly remote: Endpoint
  readonly from: Milliseconds
  readonly until: Milliseconds
}

/** Our namespaces are new and our programs begin with the story: a socket whose birth nobody traced is another's. */
const wasThereBefore = ({ transitions: [first] }: Chain): boolean => first !== undefined && !isBirth(first)

/**
 * One socket's life: no more than one, for the kernel uses a socket's memory again. Where its end is not told, since by then its
 * addresses were none of ours, it has ended by the next one's birth.
 */
interface Chain {
  readonly end: End
  readonly local: Endpoint
  readonly remote: Endpoint
  readonly transitions: readonly TransitionFact[]
  /** The states that it was in, and from when until when; CLOSED is left out, for that is to be no socket. */
  readonly states: ReadonlyArray<{ readonly state: State; readonly from: number; readonly until: number }>
  readonly known: readonly Known[]
}

/** Which of the kernel's sockets are the run's own. */
export const socketsOf = remembered((evidence: Evidence): Sockets => {
  const chains = chainsOf(evidence)
  const chainByFact = new Map(chains.flatMap((chain) => chain.transitions.map((fact) => [fact, chain] as const)))
  const absent = chains.filter((chain) => wasThereBefore(chain) || isDenied(evidence, chain))
  const { foreign, undecided, alike } = rivalsAmong(chains.filter((chain) => !absent.includes(chain)))
  // While the story is told nobody acts on what may be another's; when it is over, what remains is said to be undecided.
  const isOver = evidence.facts.some(({ kind }) => kind === 'end')
  const waiting = isOver ? [] : [...alike, ...chains.filter((chain) => awaitsLook(evidence, chain))]
  const refuted = chains.filter((chain) => isRefuted(evidence, chain, chains))
  const others = new Set([...absent, ...foreign, ...waiting, ...refuted])
  return {
    isOurs(fact) {
      if (fact.kind === 'kernel') return ![...others].some((chain) => isOf(fact, chain))
      const chain = chainByFact.get(fact)
      return !(chain && others.has(chain))
    },
    chainOf: (fact) => chainByFact.get(fact)?.transitions ?? [fact],
    undecided,
  }
})

/** What nobody could tell from our own, as blindness of the witness who said it: a record may be judged, and say so. */
export const undecidedFacts = (evidence: Evidence): BlindFact[] =>
  socketsOf(evidence).undecided.map(({ end, local, remote, from, until }) => ({
    kind: 'blind',
    at: until,
    within: ms(until - from),
    host: end,
    by: 'kernel',
    cause: { is: 'two sockets', local, remote },
  }))

function chainsOf(evidence: Evidence): Chain[] {
  const open = new Map<string, TransitionFact[]>()
  const lives: TransitionFact[][] = []
  for (const fact of factsOf(evidence, 'transition')) {
    if (fact.socket === undefined) continue
    const key = `${fact.host} ${fact.socket}`
    const life = open.get(key)
    if (life && !isBirth(fact)) life.push(fact)
    else {
      const fresh = [fact]
      lives.push(fresh)
      open.set(key, fresh)
    }
  }
  const end = evidence.facts.at(-1)?.at ?? ms(0)
  const known = knownOf(evidence, lives.flatMap(placesOf))
  const births = Map.groupBy(
    lives.flatMap(([first]) => first ?? []),
    ({ socket }) => socket,
  )
  return lives.flatMap((transitions) => {
    const gone = births.get(transitions[0]?.socket)?.find(({ at }) => at > (transitions.at(-1)?.at ?? 0))
    return placesOf(transitions).map((place) => chainOf(place, transitions, gone?.at ?? end, known))
  })
}

/** A socket is born CLOSED, or as the child of a listener. */
const isBirth = ({ from, to }: TransitionFact): boolean =>
  from === 'CLOSED' || (from === 'LISTEN' && to === 'SYN-RECEIVED')

/**
 * connect() enters SYN-SENT before it has a port, and in Linux 6.12 a listener's child is SYN-RECEIVED before it has a peer; where a
 * socket stands is told by whatever comes after.
 */
function placesOf(life: readonly TransitionFact[]): Place[] {
  const bound = life.filter(({ local }) => portOf(local) !== 0)
  const told = bound.find(({ remote }) => portOf(remote) !== 0) ?? bound[0] ?? life[0]
  return told ? [{ end: told.host, local: told.local, remote: told.remote }] : []
}

function chainOf(
  place: Place,
  transitions: readonly TransitionFact[],
  end: number,
  known: (place: Place) => readonly Known[],
): Chain {
  const states = transitions.map(({ to, at }, index) => ({
    state: to,
    from: at as number,
    until: (transitions[index + 1]?.at ?? end) as number,
  }))
  // One that was there before anything was traced, and before our programs were: it has been in that state all the time.
  const [first] = transitions
  const before = first && !isBirth(first) ? [{ state: first.from, from: 0, until: first.at as number }] : []
  const alive = [...before, ...states].filter(({ state }) => state !== 'CLOSED')
  return { ...place, transitions, states: alive, known: isNowhere(place) ? [] : known(place) }
}

/** A socket in SYN-SENT of which no more is said than its birth: it has a port by now, and nobody knows which. */
const isNowhere = ({ local }: Place): boolean => portOf(local) === 0

/** A RST or a segment sent again belongs to the socket that had this address in the kernel at that time. */
const isOf = ({ socket, at }: KernelFact, { transitions, states }: Chain): boolean =>
  socket !== undefined &&
  transitions[0]?.socket === socket &&
  (states[0]?.from ?? Number.POSITIVE_INFINITY) <= at &&
  at <= (states.at(-1)?.until ?? 0)

/** For how long the looks showed it as the kernel says it was, and for how long otherwise. Milliseconds. */
function compare({ states, known }: Chain): { agrees: number; differs: number } {
  let [agrees, differs] = [0, 0]
  for (const look of known) {
    for (const { state, from, until } of states) {
      // A command's look shows what was so at some moment of it.
      if (look.isMoment && (look.from < from || look.until > until)) continue
      const shared = Math.min(look.until, until) - Math.max(look.from, from)
      if (shared <= 0) continue
      if (look.state === state) agrees += shared
      else differs += shared
    }
  }
  return { agrees, differs }
}

/**
 * The looks into our namespace were there, and mostly did not show it. A socket that was gone before anybody could look again
 * is not denied by that.
 */
function isDenied(evidence: Evidence, chain: Chain): boolean {
  const { agrees, differs } = compare(chain)
  return differs - gapAround(evidence, chain) > agrees
}

/** For how long, at most, nobody looked at the table while the socket was there. Milliseconds. */
function gapAround(evidence: Evidence, chain: Chain): number {
  const host = evidence.setting.loopback ? 'server' : chain.end
  const looks = factsOf(evidence, 'poll').filter(({ by, host: at }) => by === 'table' && at === host)
  const until = untilOf(chain)
  // A look tells of the stretch since the one before it: the first after the socket's end still counts.
  const after = looks.findIndex(({ at }) => at >= until)
  const before = looks.findLastIndex(({ at }) => at <= fromOf(chain))
  const around = looks.slice(before + 1, after < 0 ? undefined : after + 1)
  return Math.max(0, ...around.map(({ longestGap }) => longestGap))
}

/**
 * It was opened, or ceased to listen, and the table, which looks on, has told nothing since: the same may have happened
 * elsewhere. What it tells next shows it, or shows that there was none. Who connects to a listener of ours is seen on our wire.
 */
function awaitsLook(evidence: Evidence, { end, remote, transitions, known }: Chain): boolean {
  const [birth, last] = [transitions[0], transitions.at(-1)]
  if (birth?.from !== 'CLOSED' || portOf(birth.local) === 0 || !isWatched(evidence, end)) return false
  const listens = portOf(remote) === 0
  if (!listens && last?.to === 'CLOSED') return false
  const since = (listens ? last?.at : birth.at) ?? birth.at
  return !known.some(({ until, isMoment }) => !isMoment && until > since)
}

/** How far the two clocks by which the looks and the kernel date may be apart, with what a look itself takes. Milliseconds. */
const blur = 1

/** Two sockets of one namespace are never between the same two endpoints at once: one of them is not ours. */
function rivalsAmong(chains: readonly Chain[]) {
  const foreign = new Set<Chain>()
  const alike = new Set<Chain>()
  const undecided: Undecided[] = []
  for (const [index, one] of chains.entries()) {
    for (const other of chains.slice(index + 1)) {
      if (foreign.has(one) || foreign.has(other) || !areRivals(one, other)) continue
      const [ours, theirs] = [misfit(one, other), misfit(other, one)]
      if (Math.abs(ours - theirs) > blur) foreign.add(ours > theirs ? one : other)
      else {
        undecided.push(stretchOf(one, other))
        alike.add(one).add(other)
      }
    }
  }
  return { foreign, undecided, alike }
}

const fromOf = ({ states }: Chain): number => states[0]?.from ?? 0
const untilOf = ({ states }: Chain): number => states.at(-1)?.until ?? 0

/** Any number of sockets may listen at one place (SO_REUSEPORT). */
const areRivals = (one: Chain, other: Chain): boolean =>
  one.end === other.end &&
  one.local === other.local &&
  one.remote === other.remote &&
  portOf(one.local) !== 0 &&
  portOf(one.remote) !== 0 &&
  Math.min(untilOf(one), untilOf(other)) > Math.max(fromOf(one), fromOf(other))

/** For how long the looks showed something else than this socket, or a socket where this one was not. Milliseconds. */
function misfit(chain: Chain, other: Chain): number {
  const { from, until } = stretchOf(chain, other)
  const shown = chain.known.filter(({ state, isMoment }) => !isMoment && !withoutSocket.includes(state))
  const absent = [
    { from: from as number, until: fromOf(chain) },
    { from: untilOf(chain), until: until as number },
  ]
  const uncovered = shown.flatMap((look) => absent.map((gap) => overlap(look, gap)))
  return uncovered.reduce((sum, each) => sum + each, compare(chain).differs)
}

/** States of a request, or of what is left of a connection, for which the kernel keeps no full socket: no tracepoint tells them. */
const withoutSocket: readonly State[] = ['CLOSED', 'SYN-RECEIVED', 'FIN-WAIT-2', 'TIME-WAIT']

const overlap = (one: { from: number; until: number }, other: { from: number; until: number }): number =>
  Math.max(0, Math.min(one.until, other.until) - Math.max(one.from, other.from))

function stretchOf(one: Chain, other: Chain): Undecided {
  const { end, local, remote } = one
  return {
    end,
    local,
    remote,
    from: ms(Math.min(fromOf(one), fromOf(other))),
    until: ms(Math.max(untilOf(one), untilOf(other))),
  }
}

/**
 * A listener that looks into our namespace refute: it began to listen, and nobody was seen to listen there afterwards; or it
 * ceased, and somebody was. What is not true of our own is another's from its birth to its end.
 */
function isRefuted(evidence: Evidence, chain: Chain, chains: readonly Chain[]): boolean {
  const { transitions, known, local, end } = chain
  const others = chains.filter((other) => other !== chain && other.end === end && other.local === local)
  const begins = others.flatMap((other) => other.transitions.filter(({ to }) => to === 'LISTEN'))
  return transitions.some((fact) => {
    if (portOf(fact.remote) !== 0) return false
    if (fact.to === 'LISTEN')
      return known.some(
        // A command's look may have been over before it began.
        ({ state, from, until, isMoment }) =>
          !isMoment && state === 'CLOSED' && from <= fact.at && until > fact.at + blur,
      )
    if (fact.from !== 'LISTEN') return false
    const shown = known.find(({ state, until, from, isMoment }) =>
      state === 'LISTEN' && isMoment ? from > fact.at : state === 'LISTEN' && until > fact.at + blur,
    )
    if (!shown) return false
    if (shown.from > fact.at) return !begins.some(({ at }) => at > fact.at && at < shown.until)
    // Nobody was seen to be gone: another took over between two looks, unless that one was there all the while.
    const wasThere = others.some((other) => fromOf(other) < fact.at && untilOf(other) > fact.at)
    const soon = fact.at + blur + gapAround(evidence, chain)
    return wasThere || !begins.some(({ at }) => at > fact.at && at <= soon)
  })
}
