import type { Claim } from '../claim.ts'
import type { Assertion, AssertionOf } from '../evidence/assertion.ts'
import type { End } from '../evidence.ts'
import type { Question, QuestionOf } from '../predict.ts'
import { isWildcard, type State } from '../tcp.ts'
import { frameQuestions } from './frames.ts'
import { segmentQuestions } from './segments.ts'

/** What is known of a lab besides its claims. */
export interface Asking {
  /** Whether it is about how connections open: the first three segments are no questions elsewhere. */
  readonly opens: boolean
  /** The end at which no kernel has states to tell. */
  readonly raw?: End | undefined
}

/** What a claim says of one connection, or of none in particular. */
type Said = Exclude<Assertion, { verb: 'connections' | 'oneOf' | 'either' | 'inTurn' }>

/** A claim's assertion, of the first connection that it is said of, with the claim's own id. */
export interface Source<One extends Said = Said> {
  readonly id: string
  readonly said: One
}

/** How many questions are asked at most, of a kind and in all: whoever answers has to keep the whole story in mind. */
const most = { segment: 6, close: 1, frame: 8, path: 4, stay: 4, again: 2, line: 7, says: 4, all: 12 } as const

/** What may be asked of a run of a lab that claims this, in the order of time; empty where nothing of it can be asked. */
export function questionsOf(claims: readonly Claim[], asking: Asking): readonly Question[] {
  const sources = claims.flatMap(({ id, states }) => saidBy(states).map((said) => ({ id, said })))
  const kinds: ReadonlyArray<readonly Question[]> = [
    segmentQuestions(ofVerb(sources, 'shows'), asking.opens, most.segment),
    closeQuestions(ofVerb(sources, 'shows')).slice(0, most.close),
    frameQuestions(ofVerb(sources, 'showsFrames')).slice(0, most.frame),
    pathQuestions(ofVerb(sources, 'passes')).slice(0, most.path),
    stayQuestions(sources, asking).slice(0, most.stay),
    againQuestions(sources).slice(0, most.again),
    lineQuestions(ofVerb(sources, 'says')).slice(0, most.line),
    saysQuestions(sources).slice(0, most.says),
  ]
  return inTime(bounded(kinds))
}

/**
 * What may happen or not (`either`, `oneOf`) is no question: nobody could know. Nor is that a program waits for its turn: other
 * claims say what comes.
 */
function saidBy(said: Assertion): readonly Said[] {
  if (said.verb === 'connections') return saidBy(said.claim)
  return said.verb === 'oneOf' || said.verb === 'either' || said.verb === 'inTurn' ? [] : [said]
}

const ofVerb = <Verb extends Said['verb']>(sources: readonly Source[], verb: Verb): Source<AssertionOf<Verb, Said>>[] =>
  sources.flatMap(({ id, said }) => (said.verb === verb ? [{ id, said: said as AssertionOf<Verb, Said> }] : []))

/** `client`, `server#2`. */
const subject = (end: End | 'wire', connection: number): string => (connection === 1 ? end : `${end}#${connection}`)

/** The same question of several claims is one. */
function merged<One extends Question>(questions: readonly One[]): One[] {
  return [...Map.groupBy(questions, ({ id }) => id).values()].map((alike) => {
    const [first] = alike as [One, ...One[]]
    return { ...first, claims: [...new Set(alike.flatMap(({ claims }) => claims))] }
  })
}

/** Where a lab does not tell of each segment, who closes first is asked, whether anybody does or not. */
const closeQuestions = (shows: ReadonlyArray<Source<AssertionOf<'shows'>>>): QuestionOf<'close'>[] =>
  merged(
    shows
      .filter(({ said: { lines } }) => lines.some(isWildcard))
      .map(({ id, said: { of } }) => ({
        is: 'close',
        id: `${subject('wire', of.connection)}.close`,
        connection: of.connection,
        claims: [id],
      })),
  )

/** Of connections whose ends go through the same the first is enough; LISTEN is the listener's. */
function pathQuestions(passes: ReadonlyArray<Source<AssertionOf<'passes'>>>): QuestionOf<'path'>[] {
  const way = ({ said: { of, through } }: (typeof passes)[number]): string =>
    [of.end, ...through.filter((state) => state !== 'LISTEN')].join(' ')
  const firsts = [...Map.groupBy(passes, way).values()].flatMap((alike) => alike.slice(0, 1))
  return merged(
    firsts.map(({ id, said: { of } }) => ({
      is: 'path',
      id: `${subject(of.end, of.connection)}.path`,
      ...of,
      claims: [id],
    })),
  )
}

/** Those of the shorter kinds stay longest: of what there is most, the last are left out until no more than so many are asked. */
function bounded(kinds: ReadonlyArray<readonly Question[]>): readonly Question[] {
  const left = kinds.map((each) => [...each])
  while (left.flat().length > most.all) {
    const longest = left.toSorted((a, b) => b.length - a.length)[0] ?? []
    longest.pop()
  }
  return left.flat()
}

/** In the order of the connections; of each the segments first, for what is asked later on names states. */
function inTime(questions: readonly Question[]): readonly Question[] {
  const order: ReadonlyArray<Question['is']> = ['frame', 'segment', 'close', 'path', 'again', 'stay', 'line', 'says']
  const connection = (question: Question): number =>
    'connection' in question ? question.connection : question.is === 'frame' ? 0 : Number.POSITIVE_INFINITY
  const place = ({ is }: Question): number => order.indexOf(is)
  return questions.toSorted((a, b) => Math.sign(connection(a) - connection(b)) || place(a) - place(b))
}

type Timed = Source<AssertionOf<'lasts' | 'stays' | 'never'>>

/**
 * A state's time is asked of both ends: to name the state then says of neither that it is ever in it. What a play lets last for
 * a while and then ends is no question, for only the play knows how long.
 */
function stayQuestions(sources: readonly Source[], { raw }: Asking): QuestionOf<'stay'>[] {
  const passes = ofVerb(sources, 'passes')
  const isPassedThrough = (end: End, connection: number, state: State): boolean =>
    passes.some(
      ({ said }) =>
        said.of.end === end && said.of.connection === connection && said.through.slice(0, -1).includes(state),
    )
  const timed: readonly Timed[] = [
    ...ofVerb(sources, 'lasts'),
    ...ofVerb(sources, 'stays').filter(({ said: { of, state } }) => !isPassedThrough(of.end, of.connection, state)),
    ...ofVerb(sources, 'never'),
  ]
  const about = Map.groupBy(timed, ({ said: { of, state } }) => `${of.connection} ${state}`)
  return [...about.values()].flatMap((alike) => {
    const [
      {
        said: { of, state },
      },
    ] = alike as [Timed, ...Timed[]]
    return (['client', 'server'] as const).flatMap((end): QuestionOf<'stay'>[] => {
      const own = alike.filter(({ said }) => said.of.end === end)
      if (end === raw || (own.length === 0 && isPassedThrough(end, of.connection, state))) return []
      const delays = own.flatMap(({ said }) => (said.verb === 'lasts' ? said.delays : []))
      return [
        {
          is: 'stay',
          id: `${subject(end, of.connection)}.stay(${state})`,
          ...{ end, connection: of.connection, state },
          ...(delays.length > 0 ? { delays } : {}),
          claims: own.map(({ id }) => id),
        },
      ]
    })
  })
}

const againQuestions = (sources: readonly Source[]): QuestionOf<'again'>[] =>
  merged(
    [...ofVerb(sources, 'resends'), ...ofVerb(sources, 'givesUp')].map(({ id, said: { of, delays } }) => ({
      is: 'again',
      id: `${subject(of.end, of.connection)}.again`,
      ...{ ...of, delays },
      claims: [id],
    })),
  )

/** What a program says came of a call: the name of an error, or that it went well. */
const told = /^(.*: )(ok|E[A-Z]{3,})$/

const lineQuestions = (says: ReadonlyArray<Source<AssertionOf<'says'>>>): QuestionOf<'line'>[] =>
  merged(
    says.flatMap(({ id, said: { of, line } }): QuestionOf<'line'>[] => {
      const [, begins] = told.exec(line) ?? []
      return begins === undefined
        ? []
        : [{ is: 'line', id: `${of.end}.line(${begins.slice(0, -2)})`, end: of.end, begins, claims: [id] }]
    }),
  )

/** Whether a line is said is asked only where the end says some lines of its lab and others never: the answers are then not all alike. */
function saysQuestions(sources: readonly Source[]): QuestionOf<'says'>[] {
  const of = (verb: 'says' | 'neverSays', end: End) =>
    [...ofVerb(sources, verb)].filter(({ said }) => said.of.end === end && !told.test(said.line))
  const asked = (['client', 'server'] as const).flatMap((end) => {
    const [said, unsaid] = [of('says', end), of('neverSays', end)]
    return said.length === 0 || unsaid.length === 0
      ? []
      : [...said, ...unsaid].map(
          ({ id, said: { line } }): QuestionOf<'says'> => ({
            is: 'says',
            id: `${end}.says(${line})`,
            ...{ end, line },
            claims: [id],
          }),
        )
  })
  // In the order of the alphabet: that of the claims would tell which is said and which is not.
  return merged(asked).toSorted((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }))
}
