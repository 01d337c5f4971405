import type { Assertion, AssertionOf } from '../src/evidence/assertion.ts'
import type { Evidence, Fact } from '../src/evidence.ts'
import { transitsOf } from '../src/story/transits.ts'
import { ms } from '../src/tcp.ts'
import { type BreakersOf, needed, type OwnVerb } from './breakers/breaker.ts'
import { ofFrames } from './breakers/frames.ts'
import { ofPrograms } from './breakers/programs.ts'
import { ofSegments } from './breakers/segments.ts'
import { ofStates } from './breakers/states.ts'
import { altered } from './mutations/mutation.ts'

/** For every verb of the labs' claims, how its record looks where it does not hold: one that is missing does not compile. */
const breakers: BreakersOf<OwnVerb> = {
  ...ofStates,
  ...ofSegments,
  ...ofPrograms,
  ...ofFrames,

  /** It does not hold of the last of them. */
  connections: ({ claim, to }, record) => broken(ofConnection(claim, to), record),

  /** It holds of none of them. */
  oneOf: ({ claim, from, to }, record) =>
    Array.from({ length: to - from + 1 }, (_, index) => ofConnection(claim, from + index)).reduce(
      (each, said) => broken(said, each),
      record,
    ),

  either: ({ one, other }, record) => broken(other, broken(one, record)),

  /** The other follows the run's first segment at once. */
  inTurn: ({ other }, record) => {
    if (other.verb !== 'sends') throw new Error(`${other.verb} is not known to be broken by what comes before it`)
    const soon = ms(needed(transitsOf(record)[0], 'segment').sent.at + 0.001)
    const early = new Set<Fact>(
      transitsOf(record)
        .filter(
          ({ connection, speaker, relative: { seq, length } }) =>
            connection.number === other.of.connection &&
            speaker === other.of.end &&
            seq === other.from &&
            seq + length === other.to,
        )
        .map(({ sent }) => sent),
    )
    return altered(record, (fact) => [early.has(fact) ? { ...fact, at: soon } : fact])
  },
}

/** The record of a run that went wrong in what is said, and in nothing else; throws where it has nothing to do with it. */
export function broken(said: Assertion, record: Evidence): Evidence {
  const breaker = (breakers as Readonly<Record<string, (said: never, record: Evidence) => Evidence>>)[said.verb]
  if (!breaker) throw new Error(`${said.verb} is no verb of a lab's own claim`)
  return breaker(said as never, record)
}

/** The same of another connection. */
function ofConnection(said: Assertion, number: number): Assertion {
  if (said.verb === 'either' || said.verb === 'inTurn')
    return { ...said, one: ofConnection(said.one, number), other: ofConnection(said.other, number) }
  if (said.verb === 'connections' || said.verb === 'oneOf' || !said.of || !('connection' in said.of)) return said
  return { ...said, of: { ...said.of, connection: number } } as AssertionOf<typeof said.verb>
}
