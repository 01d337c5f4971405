import { type Evidence, factsOf, type ProgramFact, type SaidFact } from '../../../src/evidence.ts'
import { moment, ms } from '../../../src/tcp.ts'
import { altered, changingOne, type Kind } from '../mutation.ts'

/** What programs say, and what a play has waited for. */
export const programs: readonly Kind[] = [
  {
    name: 'all marks at time 0',
    mutate: (record) =>
      lines(record).length === 0
        ? undefined
        : { what: 'all', evidence: altered(record, (fact) => [isLine(fact) ? { ...fact, at: ms(0) } : fact]) },
  },
  {
    name: 'all marks at the start of their program',
    mutate(record) {
      if (lines(record).length === 0) return undefined
      return {
        what: 'all',
        evidence: altered(record, (fact) => [isLine(fact) ? { ...fact, at: startOf(record, fact) } : fact]),
      }
    },
  },
  changingOne('a mark moved to an earlier time', lines, (fact, random, record) => {
    const from = startOf(record, fact)
    const at = ms(from + (fact.at - from) * random.next())
    return { what: `${fact.host} '${fact.text}' at ${moment(at)}`, by: [{ ...fact, at }] }
  }),
  changingOne('a line removed', lines, (fact) => ({ what: `${fact.host} '${fact.text}'`, by: [] })),
  changingOne('a line altered', lines, (fact, random) => {
    const number = /\d+/.exec(fact.text)?.[0]
    const other = number === undefined ? `${fact.text}.` : fact.text.replace(number, `${Number(number) + 1}`)
    const text = random.pick([other, 'something else']) ?? other
    return { what: `${fact.host} '${fact.text}' → '${text}'`, by: [{ ...fact, text }] }
  }),
  changingOne('a line added', lines, (fact, random, record) => {
    const other = random.pick(lines(record)) ?? fact
    return { what: `${fact.host} '${other.text}' at ${moment(fact.at)}`, by: [fact, { ...fact, text: other.text }] }
  }),
  changingOne(
    'an exit turned into a failure',
    (record) => factsOf(record, 'program').filter((fact) => fact.deed === 'exited'),
    (fact) => ({ what: fact.host, by: [{ ...fact, ending: { status: 1 } }] }),
  ),
  changingOne(
    'an awaited fact did not come',
    (record) => factsOf(record, 'awaited'),
    (fact, random) => {
      const waited = ms(fact.waited + random.between(0, 10_000))
      return { what: fact.what, by: [{ ...fact, outcome: 'did not come', waited }] }
    },
  ),
]

const isLine = (fact: { readonly kind: string; readonly deed?: string }): fact is SaidFact =>
  fact.kind === 'program' && fact.deed === 'said'

function lines(record: Evidence): SaidFact[] {
  return factsOf(record, 'program').filter(isLine)
}

/** A moment after the program was started and before it can have done anything. */
const startOf = (record: Evidence, { host, at }: ProgramFact) => {
  const started = factsOf(record, 'program').findLast(
    (fact) => fact.deed === 'started' && fact.host === host && fact.at <= at,
  )
  return ms((started?.at ?? 0) + 0.01)
}
