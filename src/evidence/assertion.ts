import type { End, SocketTimer } from '../evidence.ts'
import { isWildcard, type Line, type Milliseconds, type State } from '../tcp.ts'

/** One end of the n-th connection. */
interface OfEnd {
  readonly of: { readonly end: End; readonly connection: number }
}

/** An end whatever the connection: its program, its kernel, its listener. */
interface OfHost {
  readonly of: { readonly end: End }
}

/** The segments of the n-th connection. */
interface OfWire {
  readonly of: { readonly connection: number }
}

/** The frames on an end's own link. */
interface OfLink {
  readonly of: { readonly link: End }
}

/** The run as a whole. */
interface OfRun {
  readonly of?: never
}

/** What is used on a connection only if both ends say it on their SYNs. */
export type Option = 'timestamps' | 'window scale' | 'SACK'
/** Who said an option, where not both did. */
export type SaidBy = End | 'nobody'

/** What is said of an end's states and timers. Stretches of time are called `time`, `delay` or `delays`. */
type OfStates = OfEnd &
  (
    | { readonly verb: 'passes'; readonly through: readonly State[] }
    | { readonly verb: 'reaches'; readonly state: State }
    | { readonly verb: 'never'; readonly state: State }
    | { readonly verb: 'foretells'; readonly state: State }
    | { readonly verb: 'opensByCookie' }
    | { readonly verb: 'stays'; readonly state: State; readonly time: Milliseconds }
    | { readonly verb: 'lasts'; readonly state: State; readonly delays: readonly Milliseconds[] }
    | { readonly verb: 'restarts'; readonly state: State; readonly delay: Milliseconds }
    | { readonly verb: 'endsAfterFin'; readonly state: State; readonly delay: Milliseconds }
    | { readonly verb: 'isShownIn'; readonly states: readonly State[] }
    | { readonly verb: 'showsTimer'; readonly state: State; readonly timer: SocketTimer['name'] }
  )

/** A SYN's number against the last that its end has used, between the same pair of endpoints. */
export type NumberThan = 'higher' | 'lower'

/** Its timestamp against the last one; none where one of the two has none. */
export type TimestampThan = 'newer' | 'older' | 'none'

/** What is said of the segments that an end sends. */
type OfSegments = OfEnd &
  (
    | { readonly verb: 'acknowledges'; readonly upTo: number }
    | { readonly verb: 'sends'; readonly from: number; readonly to: number }
    | { readonly verb: 'reportsDuplicate'; readonly from: number; readonly to: number }
    | { readonly verb: 'reportsKept'; readonly from: number; readonly to: number }
    | { readonly verb: 'resends'; readonly flags: string; readonly delays: readonly Milliseconds[] }
    | { readonly verb: 'asksWith'; readonly number: NumberThan; readonly timestamp: TimestampThan }
    | { readonly verb: 'givesUp'; readonly flags: string; readonly delays: readonly Milliseconds[] }
    | { readonly verb: 'withholds'; readonly bytes: number }
    | { readonly verb: 'closesWindow' }
    | { readonly verb: 'leavesUnread'; readonly bytes: number }
    | { readonly verb: 'readsNothing'; readonly until?: string }
    | { readonly verb: 'readsEnd' }
    | { readonly verb: 'answers'; readonly bytes: number; readonly from: number }
    | { readonly verb: 'sendsNothing'; readonly until: string }
    | { readonly verb: 'adapts' }
    | { readonly verb: 'followsLine'; readonly change: 'narrower' | 'wider' }
  )

type OfPrograms = OfHost &
  (
    | { readonly verb: 'says'; readonly line: string; readonly after?: 'F' }
    | { readonly verb: 'neverSays'; readonly line: string }
    | { readonly verb: 'isEndedBy'; readonly signal: string }
    | { readonly verb: 'counts'; readonly counter: string; readonly least: number; readonly most: number | 'any' }
    | { readonly verb: 'isFlooded'; readonly least: number }
    | { readonly verb: 'keepsListening' }
    | { readonly verb: 'acceptsAll' }
    | { readonly verb: 'showsBacklog'; readonly backlog: number }
    | { readonly verb: 'stopsListening' }
  )

type OfWires = OfWire &
  (
    | { readonly verb: 'shows'; readonly lines: readonly Line[] }
    | { readonly verb: 'prints'; readonly lines: readonly string[] }
    | { readonly verb: 'neverShows'; readonly end: End; readonly flag: 'S' | 'F' | 'R' }
    | { readonly verb: 'segments'; readonly end: End; readonly bytes: number; readonly mss?: number }
    | { readonly verb: 'delivers'; readonly end: End; readonly bytes: number }
    | { readonly verb: 'loses'; readonly end: End; readonly least: number }
    | { readonly verb: 'beginsBeyond'; readonly end: End; readonly by: number }
    | { readonly verb: 'uses'; readonly option: Option }
    | { readonly verb: 'neverUses'; readonly option: Option; readonly saidBy: SaidBy }
  )

type OfFrames = OfLink &
  (
    | { readonly verb: 'showsFrames'; readonly lines: readonly string[] }
    | { readonly verb: 'hasFrame'; readonly line: string; readonly least: number }
    | { readonly verb: 'encapsulates'; readonly text: string; readonly outermost?: 'IP' }
  )

type OfRuns = OfRun &
  (
    | { readonly verb: 'carriesThrough'; readonly text: string; readonly sender: End }
    | { readonly verb: 'hasFreshNumbers'; readonly connections: number }
    | { readonly verb: 'hasClockedNumbers'; readonly connections: number }
  )

/** What every run is held to. */
type Universal = OfRun &
  (
    | { readonly verb: 'play-went-through' }
    | { readonly verb: 'only-edges' }
    | { readonly verb: 'acknowledges-only-sent' }
    | { readonly verb: 'counts-syn-and-fin' }
    | { readonly verb: 'everything-accounted' }
    | { readonly verb: 'no-contradiction' }
    | { readonly verb: 'parameters-kept' }
    | { readonly verb: 'limits-kept' }
    | { readonly verb: 'nothing-left' }
  )

/** The same of several connections: of each, or of one at least. The claim is that of the first of them. */
interface OfSeveral<Own extends 'connections' | 'oneOf'> {
  readonly verb: Own
  readonly from: number
  readonly to: number
  readonly claim: Assertion
}

interface OfTwo<Own extends 'either' | 'inTurn'> {
  readonly verb: Own
  readonly one: Assertion
  readonly other: Assertion
}

/**
 * What a claim says, as data: its verb, of whom, with what. A sentence is made of it at the very end (words/), and the record
 * keeps what the play has waited for in this form, which is why it is known here.
 */
export type Assertion =
  | OfStates
  | OfSegments
  | OfPrograms
  | OfWires
  | OfFrames
  | OfRuns
  | Universal
  | OfSeveral<'connections'>
  | OfSeveral<'oneOf'>
  | OfTwo<'either'>
  | OfTwo<'inTurn'>

export type Verb = Assertion['verb']

/** What a claim of this verb says. */
export type AssertionOf<Wanted extends Verb, All extends Assertion = Assertion> = All extends {
  readonly verb: infer Own
}
  ? Wanted extends Own
    ? All & { readonly verb: Wanted }
    : never
  : never

/**
 * The name of a claim: the same for the same claim in every run, every version and every language, and another for another
 * claim of the lab. It reads as the lab says it: `server.stays(CLOSE-WAIT,3s)`, `client#3.passes(SYN-SENT,ESTABLISHED)`.
 */
export const idOf = (said: Assertion): string => nameOf(said, true)

/** @param numbered whether it names the connection; inside of what is said of several that stands in front */
function nameOf(said: Assertion, numbered: boolean): string {
  if (said.verb === 'connections' || said.verb === 'oneOf')
    return `${said.verb}(${said.from}..${said.to}).${nameOf(said.claim, false)}`
  if (said.verb === 'either' || said.verb === 'inTurn')
    return `${said.verb}(${nameOf(said.one, numbered)},${nameOf(said.other, numbered)})`
  const { verb, of, ...args } = said
  const told = Object.entries(args).flatMap(([name, value]) => writeArgument(name, value))
  if (of === undefined) return told.length > 0 ? `${verb}(${told.join()})` : `universal.${verb}`
  return `${subjectOf(of, numbered)}.${verb}(${told.join()})`
}

function subjectOf(of: (OfEnd | OfHost | OfWire | OfLink)['of'], numbered: boolean): string {
  if ('link' in of) return `link(${of.link})`
  const who = 'end' in of ? of.end : 'wire'
  return numbered && 'connection' in of && of.connection > 1 ? `${who}#${of.connection}` : who
}

type Argument = string | number | readonly (string | number | Line)[]

/** A line of the notation is named by its flags alone: a claim of the same segments with other numbers is the same claim. */
function writeArgument(name: string, value: Argument): string[] {
  const each = typeof value === 'object' ? value : [value]
  return each.map((one) => {
    if (typeof one === 'object') return isWildcard(one) ? '...' : (one.flags ?? '?')
    return typeof one === 'number' && times.includes(name) ? writeTime(one) : String(one)
  })
}

const times = ['time', 'delay', 'delays']
const writeTime = (time: number): string => (time < 1000 ? `${time}ms` : `${time / 1000}s`)

/** The claims of which one that says something of several is made; any other is made of itself. */
export function partsOf(said: Assertion): readonly Assertion[] {
  if (said.verb === 'connections' || said.verb === 'oneOf') return partsOf(said.claim)
  return said.verb === 'either' || said.verb === 'inTurn' ? [...partsOf(said.one), ...partsOf(said.other)] : [said]
}
