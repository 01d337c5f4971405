import type { Claim } from './claim.ts'
import { each } from './claims/combine/each.ts'
import { either, oneOf } from './claims/combine/either.ts'
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
  readonly client: EndClaims
  readonly server: ServerClaims
  readonly wire: WireClaims
  /** The same words for the n-th connection of the run. */
  connection(number: number): ConnectionWords
  /** One claim of each of the connections from the first number to the last. */
  connections(from: number, to: number, claim: (words: ConnectionWords) => Claim): Claim
  /** One claim that holds of one of these connections, or of more. */
  oneOf(from: number, to: number, claim: (words: ConnectionWords) => Claim): Claim
  /** The frames on an end's own link, from Ethernet up; in labs whose network has `frames`. */
  link(end: End): LinkClaims
  /** The data that begins so, from the client or another sender, goes through the router as it is; its headers below IP do not. */
  carriesThrough(text: string, sender?: End): Claim
  /** One or the other, where the kernel may do either. */
  either(one: Claim, other: Claim): Claim
  /** The claim, in runs in which the condition holds: what not every machine can show is asked of those that can. */
  where(condition: Claim, claim: Claim): Claim
}

/** What can be claimed of the frames on one end's link. */
export interface LinkClaims {
  /** They are exactly these lines, as `writeFrame` writes them, in this order; `...` alone admits anything. */
  shows(lines: TemplateStringsArray): Claim
  /** So many of them, one when not said, are this line: what a play may wait for. */
  has(line: string, times?: number): Claim
  /** One of them carries data that begins with this text in TCP, in IP, in Ethernet, with no gap; or in IP and in nothing else. */
  encapsulates(text: string, outermost?: 'IP'): Claim
}

export type ConnectionWords = Pick<Words, 'client' | 'server' | 'wire'>

export const words: Words = {
  ...wordsFor(1),
  connection: wordsFor,
  connections: (from, to, claim) => each(from, to, (number) => claim(wordsFor(number))),
  oneOf: (from, to, claim) => oneOf(from, to, (number) => claim(wordsFor(number))),
  either,
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
  /** Writes the line that the program waits for. */
  cue(line: string): void
  signal(name: NodeJS.Signals): void
}

/** What a play has at hand. */
export interface Stage extends BareStage, Scenes {}

/** The ends, the network between them, and time. */
export interface BareStage {
  readonly client: Actor
  readonly server: Actor & ServerClaims
  readonly router: Faults
  connection(number: number): ConnectionWords
  link(end: End): LinkClaims
  readonly addresses: Addresses
  /** Waits until the claim holds of what has been seen so far; where it names a state, ss and netstat then look too. */
  until(claim: Claim, patience?: Milliseconds): Promise<void>
  /** Lets time itself pass, while every witness looks: the held state that the lab is about. */
  pause(time: Milliseconds): Promise<void>
}

/** What is played in many labs. */
export interface Scenes {
  /** Starts the server, waits until it listens, and starts the client. */
  startBoth(): Promise<void>
  /** Starts both, and waits until the connection is ESTABLISHED at the server, whose end is the later. */
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

/** What a variant or a twin does otherwise; all else is the lab's, each wish of its network too. */
export interface Change {
  /** What is different, in a sentence; and the same in Chinese, which a twin does not need. */
  readonly title: string
  readonly zh?: string
  /** About how long this play takes, where it has one of its own. */
  readonly takes?: Milliseconds
  readonly network?: NetworkWishes
  /** A program in place of the lab's own, as a path from the lab's folder. */
  readonly client?: string
  readonly server?: string
  /** Said where not every connection that is open at the server is accepted, for this is what the story is about. */
  readonly accepts?: 'not all'
  readonly play?: (stage: Stage) => Promise<void>
  /** See Lab. With a play of its own it has no other's. */
  readonly holds?: (words: Words) => Claim
  readonly claims?: (words: Words) => readonly Claim[]
}

/** Another way of telling the story, that passes too. */
export interface Variant extends Change {
  readonly zh: string
}

/**
 * A small change under which the lab must not pass. Its play goes on where it has waited in vain, so that all of its story is
 * there to be judged; it is seldom one of its own: mostly something goes wrong under the lab's.
 */
export interface Twin extends Change, Disturbance {
  /** The claims that it is there to break: they must fail, whatever else does. */
  readonly breaks: (words: Words) => readonly Claim[]
}

/** What goes wrong while the play goes on. */
export interface Disturbance {
  /** Done before the play begins, or after its wait for what `after` names. */
  readonly disturb?: (stage: BareStage) => Promise<unknown>
  /** What the play waits for before the disturbance: it strikes then, and the play goes on. */
  readonly after?: (words: Words) => Claim
  /** The router does nothing of what the play asks of it. */
  readonly faults?: 'none'
}

/** In the order in which someone would learn them. */
export const chapters = ['layers', 'opening', 'data', 'closing', 'TIME-WAIT', 'the whole', 'questions'] as const
export type Chapter = (typeof chapters)[number]

/** A story driven on a real kernel, and what must be seen of it. */
export interface Lab {
  /** What the lab shows, as a sentence; and the same in Chinese. */
  readonly title: string
  readonly zh: string
  /** Where someone who learns TCP would meet it. */
  readonly lesson: { readonly chapter: Chapter; readonly step: number }
  readonly cites: string
  /** The ids of the project's list of claims that it settles. */
  readonly settles: readonly string[]
  /** About how long the play takes; a second where it is not said. The longest are begun first when all are played. */
  readonly takes?: Milliseconds
  readonly network?: NetworkWishes
  /** Its programs, where they are not `client.ts` and `server.ts` of its folder; a `.pl` is run by Perl. */
  readonly client?: string
  readonly server?: string
  /** Said where not every connection that is open at the server is accepted, for this is what the story is about. */
  readonly accepts?: 'not all'
  readonly play: (stage: Stage) => Promise<void>
  /** When there is something to look at: `--hold` stops the play as soon as this holds; where it is not said, at each pause. */
  readonly holds?: (words: Words) => Claim
  readonly claims: (words: Words) => readonly Claim[]
  /** Other ways of telling the story, that pass too. */
  readonly variants?: Readonly<Record<string, Variant>>
  /** Without them nobody knows that the lab can fail. */
  readonly twins: Readonly<Record<string, Twin>>
}

/** What only the labs of labs/ must say, which stand in a list and are told in two languages. */
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
