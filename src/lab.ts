import type { Claim } from './claim.ts'
import { each } from './claims/combine/each.ts'
import { either, oneOf } from './claims/combine/either.ts'
import { inTurn } from './claims/combine/in-turn.ts'
import { where } from './claims/combine/where.ts'
import { type EndClaims, endClaims, type ServerClaims, serverClaims } from './claims/end-words.ts'
import { carriesThrough, encapsulates } from './claims/frames/encapsulates.ts'
import { linkHas } from './claims/frames/link-has.ts'
import { linkShows } from './claims/frames/link-shows.ts'
import { type WireClaims, wireClaims } from './claims/wire-words.ts'
import type { End } from './evidence.ts'
import type { Faults, Hold } from './network/faults.ts'
import type { Addresses, NetworkWishes } from './network.ts'
import type { Milliseconds } from './tcp.ts'

export type { EndClaims, ServerClaims } from './claims/end-words.ts'
export type { WireClaims } from './claims/wire-words.ts'
export { type Milliseconds, ms, s } from './tcp.ts'

/** The words in which a lab claims things; each end, and the wire, of the run's first connection or of another. */
export interface Words {
  /** Of the client's end of the first connection. */
  readonly client: EndClaims
  /** Of the server's end of the first connection, and of its listening socket. */
  readonly server: ServerClaims
  /** Of the segments of the first connection. */
  readonly wire: WireClaims
  /** The same words for the n-th connection of the run. */
  connection(number: number): ConnectionWords
  /** One claim of each of the connections from the first number to the last. */
  connections(from: number, to: number, claim: (words: ConnectionWords) => Claim): Claim
  /** One claim that holds for at least one of these connections. */
  oneOf(from: number, to: number, claim: (words: ConnectionWords) => Claim): Claim
  /** The frames on an end's own link, from Ethernet up; in labs whose network has `frames`. */
  link(end: End): LinkClaims
  /** Data that begins with this text, from the client or another sender, goes through the router unchanged; its headers below IP do not. */
  carriesThrough(text: string, sender?: End): Claim
  /** One or the other, where the kernel may do either. */
  either(one: Claim, other: Claim): Claim
  /** The one comes first, and only then the other: what a program does when it is told must not come sooner than what it is told after. */
  inTurn(one: Claim, other: Claim): Claim
  /** The claim, in runs where the condition holds: what not every machine can show is asked only of those that can. */
  where(condition: Claim, claim: Claim): Claim
}

/** What can be claimed of the frames on one end's link. */
export interface LinkClaims {
  /** They are exactly these lines, in this order; a line may leave out its end, and `...` on a line of its own admits anything. */
  shows(lines: TemplateStringsArray): Claim
  /** At least so many of them (one by default) match this line: what a play may wait for. */
  has(line: string, times?: number): Claim
  /** One of them carries data that begins with this text in TCP, in IP, in Ethernet, with no gap; or in IP and nothing else. */
  encapsulates(text: string, outermost?: 'IP'): Claim
}

export type ConnectionWords = Pick<Words, 'client' | 'server' | 'wire'>

export const words: Words = {
  ...wordsFor(1),
  connection: wordsFor,
  connections: (from, to, claim) => each(from, to, (number) => claim(wordsFor(number))),
  oneOf: (from, to, claim) => oneOf(from, to, (number) => claim(wordsFor(number))),
  either,
  inTurn,
  where,
  link,
  carriesThrough,
}

function link(end: End): LinkClaims {
  return {
    shows: (lines) => linkShows(end, lines.join('')),
    has: (line, times = 1) => linkHas(end, line, times),
    encapsulates: (text, outermost) => encapsulates(end, text, outermost),
  }
}

function wordsFor(number: number): ConnectionWords {
  return { client: endClaims('client', number), server: serverClaims(number), wire: wireClaims(number) }
}

/** Several claims that settle the same ids of the project's list: `...settling('C2', 'C3').by(one, another)`. */
export const settling = (...ids: readonly string[]) => ({
  by: (...claims: readonly Claim[]): readonly Claim[] => claims.map((claim) => claim.settling(...ids)),
})

/** An end of the connection as the play drives it: its program, and the claims that it can wait for. */
export interface Actor extends EndClaims {
  /** Starts the end's program in its host. */
  start(): void
  /**
   * Writes this line to the program's standard input. A program that is not waiting for it yet finds it when it does: what must have
   * happened before is waited for by `until`.
   */
  cue(line: string): void
  /** Sends the program a signal: `SIGKILL`, `SIGSTOP`. */
  signal(name: NodeJS.Signals): void
}

/** What a play has at hand. */
export interface Stage extends BareStage, Scenes {}

/** The ends, the network between them, and time. */
export interface BareStage {
  /** The client's program and host. */
  readonly client: Actor
  /** The server's. */
  readonly server: Actor & ServerClaims
  /** What stands between them, and can lose, hold, duplicate, narrow or cut (Faults). */
  readonly router: Faults
  /** What can be claimed, and so waited for, of the n-th connection of the run, by the order of the SYNs; the first is 1. */
  connection(number: number): ConnectionWords
  /** The same of the frames on an end's own link, where the network has `frames`. */
  link(end: End): LinkClaims
  /** Where the ends are in this run. */
  readonly addresses: Addresses
  /**
   * Waits until the claim holds of what has been seen so far; where it names a state, ss and netstat then look too, before the play
   * goes on. If it does not hold within 10 s (or `patience`), the play breaks off there, and the run fails or is unknown; a twin's
   * play goes on after 3 s.
   */
  until(claim: Claim, patience?: Milliseconds): Promise<void>
  /** Lets time itself pass, while every witness looks: the held state that the lab is about. `--hold` stops at each, unless the lab says where else. */
  pause(time: Milliseconds): Promise<void>
}

/** What is played in many labs. */
export interface Scenes {
  /** Starts the server, waits until it listens, and starts the client. */
  startBoth(): Promise<void>
  /** Starts both, and waits until the connection is ESTABLISHED at the server, which gets there last. */
  establish(): Promise<void>
  /**
   * Both ends send a SYN before either has the other's: the server, which listens to nobody, to this port of the client's. Both
   * are in SYN-RECEIVED then, and the router has their SYN+ACKs.
   */
  openAtOnce(clientPort: number): Promise<{ readonly clientSynAck: Hold; readonly serverSynAck: Hold }>
  /** The client closes its side, and is in FIN-WAIT-2. */
  clientCloses(): Promise<void>
  /** The server closes its side after the client: TIME-WAIT there, CLOSED here. */
  serverFollows(): Promise<void>
  /** The server closes its side first, and is in FIN-WAIT-2. */
  serverCloses(): Promise<void>
  /** The client closes its side after the server: TIME-WAIT there, CLOSED here. */
  clientFollows(): Promise<void>
}

/** What a variant or a twin does differently; everything else is the lab's, including each setting of its network. */
export interface Change {
  /** What is different, in a sentence. */
  readonly title: string
  /** The same in Chinese. */
  readonly zh?: string
  /** About how long this play takes, where it has one of its own. */
  readonly takes?: Milliseconds
  /** Other settings of the network, on top of the lab's. */
  readonly network?: NetworkWishes
  /** A client in place of the lab's own, as a path from the lab's folder: `./twins/deaf.ts`. */
  readonly client?: string
  /** A server in place of the lab's own. */
  readonly server?: string
  /** To be set where not every connection that is open at the server is accepted, because this is what the story is about. */
  readonly accepts?: 'not all'
  /** Another story. */
  readonly play?: (stage: Stage) => Promise<void>
  /** When there is something to look at (see Lab); a variant or twin with a play of its own does not inherit it. */
  readonly holds?: (words: Words) => Claim
  /** Other claims, in place of all of the lab's. */
  readonly claims?: (words: Words) => readonly Claim[]
}

/** Another way of telling the story, which passes too. */
export interface Variant extends Change {
  /** The title in Chinese; the English one is used if it is left out. */
  readonly zh: string
}

/**
 * A small change under which the lab must not pass. Its play goes on where it has waited in vain, so that all of its story is
 * there to be judged. It seldom has a play of its own: mostly something goes wrong during the lab's.
 */
export interface Twin extends Change, Disturbance {
  /** The claims that it is meant to break, each as the lab states it: they must fail, whatever else does. */
  readonly breaks: (words: Words) => readonly Claim[]
}

/** What goes wrong while the play goes on. */
export interface Disturbance {
  /** Done before the play begins, or after its wait for what `after` names. */
  readonly disturb?: (stage: BareStage) => Promise<unknown>
  /** What the play waits for before the disturbance: then the disturbance strikes, and the play goes on. */
  readonly after?: (words: Words) => Claim
  /** The router does nothing that the play asks of it. */
  readonly faults?: 'none'
}

/** In the order in which someone would learn them. */
export const chapters = ['layers', 'opening', 'data', 'closing', 'TIME-WAIT', 'the whole', 'questions'] as const
export type Chapter = (typeof chapters)[number]

/** A story driven on a real kernel, and what must be seen of it. */
export interface Lab {
  /** What the lab shows, as a sentence. */
  readonly title: string
  /** The same in Chinese. */
  readonly zh: string
  /** Where someone who learns TCP would meet it. */
  readonly lesson: { readonly chapter: Chapter; readonly step: number }
  /** Where a standard says what the lab shows: the RFC and its section. */
  readonly cites: string
  /** The ids of the ledger (CLAIMS.md) that it settles; a lab of your own need not have any. */
  readonly settles: readonly string[]
  /** About how long the play takes; a second by default. When all are played, the longest start first. */
  readonly takes?: Milliseconds
  /** What it asks of its network: kernel parameters, a slow line, a raw peer ... */
  readonly network?: NetworkWishes
  /** Its client, if not `client.ts` in its folder; a `.pl` is run by Perl. */
  readonly client?: string
  /** Its server, if not `server.ts`. */
  readonly server?: string
  /** To be set where not every connection that is open at the server is accepted, because this is what the story is about. */
  readonly accepts?: 'not all'
  /** What happens, in order: starts programs, gives them cues, tells the router what to do, and waits for what is seen. */
  readonly play: (stage: Stage) => Promise<void>
  /** When there is something to look at: `--hold` stops the play as soon as this holds; by default, at each pause. */
  readonly holds?: (words: Words) => Claim
  /** What must be seen of it, judged from the record when the play is over. */
  readonly claims: (words: Words) => readonly Claim[]
  /** Other ways of telling the story, which pass too. */
  readonly variants?: Readonly<Record<string, Variant>>
  /** Small changes under which the lab must not pass, by name: without them nobody knows that it can fail. */
  readonly twins: Readonly<Record<string, Twin>>
}

/** What only the labs in labs/ must state, which are listed and told in two languages. */
type Listed = 'zh' | 'lesson' | 'cites' | 'settles'

/** A lab as its author writes it. */
export interface Definition extends Omit<Lab, Listed | 'variants'>, Partial<Pick<Lab, Listed>> {
  readonly variants?: Readonly<Record<string, Change>>
}

/** Says that the object is a lab, for the type checker and the reader; what its author leaves unsaid is said in English, or nothing. */
export const lab = (definition: Definition): Lab => {
  const variants = Object.entries(definition.variants ?? {}).map(([name, each]) => [name, { zh: each.title, ...each }])
  return {
    zh: definition.title,
    lesson: { chapter: 'questions', step: 0 },
    cites: '',
    settles: [],
    ...definition,
    ...(definition.variants === undefined ? {} : { variants: Object.fromEntries(variants) }),
  }
}
