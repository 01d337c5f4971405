import { describe, expect, it } from 'vitest'
import { castLab } from '../../src/catalogue.ts'
import type { Evidence, Fact, SegmentFact } from '../../src/evidence.ts'
import { factsOf } from '../../src/evidence.ts'
import { words } from '../../src/lab.ts'
import { judgeRun } from '../../src/run/judge.ts'
import { isLate } from '../../src/story/late.ts'
import { transitsOf } from '../../src/story/transits.ts'
import { advance, sequence } from '../../src/tcp.ts'
import { recorded } from '../fixtures.ts'

const names = ['close-wait', 'close-wait-user', 'handshake', 'last-ack-lost', 'stale-syn'] as const
const casts = {
  'close-wait': await castLab('close-wait'),
  'close-wait-user': await castLab('close-wait'),
  handshake: await castLab('handshake'),
  'last-ack-lost': await castLab('last-ack-lost'),
  'stale-syn': await castLab('stale-syn'),
}

const verdictOf = (name: (typeof names)[number], evidence: Evidence): string =>
  judgeRun(casts[name], evidence).file.verdict
const outcomeOf = (evidence: Evidence, id: string): string | undefined =>
  judgeRun(casts['close-wait'], evidence).judgement.claims.find((claim) => claim.id === id)?.verdict
const change = (evidence: Evidence, facts: readonly Fact[]): Evidence => ({ ...evidence, facts })
const sameSegment = (a: SegmentFact) => (fact: Fact) => transitKey(fact) === transitKey(a)
const transitKey = (fact: Fact): string =>
  fact.kind === 'segment'
    ? JSON.stringify([fact.segment.from, fact.segment.flags, fact.segment.seq, fact.segment.ack, fact.segment.id])
    : ''

describe.each(names)('the record of %s', (name) => {
  const evidence = recorded(name)
  const segments = transitsOf(evidence).map(({ sent }) => sent)
  // stale-syn holds a SYN until it is sent again, and no judge can tell that from a hold that a late machine drew out.
  const failure = isLate(evidence) === undefined ? 'fail' : 'unknown'

  it('passes', () => expect(verdictOf(name, evidence)).toBe('pass'))

  it.each(segments)('without the segment $segment.flags $segment.seq does not', (dropped) => {
    const facts = evidence.facts.filter((fact) => !sameSegment(dropped)(fact))
    expect(verdictOf(name, change(evidence, facts))).not.toBe('pass')
  })

  // A SYN's own number is the ISN that all others count from, and it says nothing in its ack field.
  const counted = segments.filter(({ segment }) => !segment.flags.includes('S'))
  // A RST that answers no ACK of ours says nothing in its ack field either.
  const acknowledging = counted.filter(({ segment }) => segment.flags.includes('.'))
  it.each([
    ...counted.map((altered) => ({ altered, field: 'seq' as const })),
    ...acknowledging.map((altered) => ({ altered, field: 'ack' as const })),
  ])('with $field of $altered.segment.flags $altered.segment.seq one off does not', ({ altered, field }) => {
    const facts = evidence.facts.map((fact) =>
      fact.kind === 'segment' && sameSegment(altered)(fact)
        ? { ...fact, segment: { ...fact.segment, [field]: advance(fact.segment[field], 1) } }
        : fact,
    )
    expect(verdictOf(name, change(evidence, facts))).not.toBe('pass')
  })

  it.each(segments)('with $segment.flags $segment.seq once more does not', (copied) => {
    const again = evidence.facts.flatMap((fact) =>
      fact.kind === 'segment' && sameSegment(copied)(fact)
        ? [fact, { ...fact, at: fact.at, segment: { ...fact.segment, id: 65_535, options: {} } } as SegmentFact]
        : [fact],
    )
    expect(verdictOf(name, change(evidence, again))).not.toBe('pass')
  })

  it('in which ss or netstat shows another state at one look does not', () => {
    const looks = factsOf(evidence, 'sample').filter(
      ({ by, state, remote }) => by !== 'table' && state !== 'LISTEN' && !remote.endsWith(':0'),
    )
    expect(looks.length).toBeGreaterThan(0)
    for (const altered of looks) {
      const facts = evidence.facts.map((fact) => (fact === altered ? { ...altered, state: 'CLOSING' as const } : fact))
      expect(verdictOf(name, change(evidence, facts)), `${altered.by} at ${altered.at}`).not.toBe('pass')
    }
  })

  it('in which something was left behind, or that nobody looked after, does not', () => {
    const left = evidence.facts.map((fact) =>
      fact.kind === 'cleanup' ? { ...fact, left: ['process 7: (python3)'] } : fact,
    )
    const unseen = evidence.facts.filter(({ kind }) => kind !== 'cleanup')
    expect(verdictOf(name, change(evidence, left))).toBe(failure)
    expect(verdictOf(name, change(evidence, unseen))).toBe('unknown')
  })

  it('in which the play waited in vain does not', () => {
    const facts = evidence.facts.map((fact) =>
      fact.kind === 'awaited'
        ? { ...fact, outcome: 'did not come' as const, waited: 10_000 as typeof fact.waited }
        : fact,
    )
    expect(verdictOf(name, change(evidence, facts))).toBe(failure)
  })

  it('of nothing at all does not', () => expect(verdictOf(name, change(evidence, []))).toBe('fail'))
})

describe('with tracepoints, a transition of another kind fails close-wait', () => {
  const evidence = recorded('close-wait')
  const transitions = factsOf(evidence, 'transition').filter(({ to }) => to !== 'LISTEN')
  it.each(transitions.map((fact) => [`${fact.host} ${fact.from} to ${fact.to}`, fact] as const))('%s', (_, altered) => {
    const facts = evidence.facts.map((fact) => (fact === altered ? { ...altered, to: 'CLOSING' as const } : fact))
    expect(verdictOf('close-wait', change(evidence, facts))).not.toBe('pass')
  })
})

describe('a claim of close-wait', () => {
  const evidence = recorded('close-wait')
  const without = (wrong: (fact: Fact) => boolean): Evidence =>
    change(
      evidence,
      evidence.facts.filter((fact) => !wrong(fact)),
    )

  it('that ss and netstat show a state is unknown where one did not look, and fails where it looked and did not print', () => {
    expect(
      outcomeOf(
        without(({ by }) => by === 'netstat'),
        'server.isShownIn(CLOSE-WAIT)',
      ),
    ).toBe('unknown')
    expect(
      outcomeOf(
        without(({ by, kind }) => by === 'netstat' && kind === 'sample'),
        'server.isShownIn(CLOSE-WAIT)',
      ),
    ).toBe('fails')
  })
  it('that a state is held is unknown where nobody looked with ss', () => {
    expect(
      outcomeOf(
        without(({ by }) => by === 'ss'),
        'server.stays(CLOSE-WAIT,3s)',
      ),
    ).toBe('unknown')
  })
  it('that a state is held fails where a timer runs on it', () => {
    const facts = evidence.facts.map((fact) =>
      fact.kind === 'sample' && fact.state === 'CLOSE-WAIT' && fact.by === 'ss'
        ? ({ ...fact, timer: { name: 'on', left: 5 } } as Fact)
        : fact,
    )
    expect(outcomeOf(change(evidence, facts), 'server.stays(CLOSE-WAIT,3s)')).toBe('fails')
  })
  it('that a state is held fails where the story is shorter, and is unknown where only the looks at it are', () => {
    const isKept = ({ at, kind }: Fact): boolean =>
      at <= 2000 || kind === 'cleanup' || kind === 'lateness' || kind === 'counters' || kind === 'end'
    const unseen = without((fact) => !isKept(fact))
    expect(outcomeOf(unseen, 'client.stays(FIN-WAIT-2,3s)')).toBe('unknown')
    // The table's last look belongs to the story.
    const lasts = ['client', 'server'].flatMap(
      (end) => factsOf(evidence, 'poll').find(({ by, host, at }) => by === 'table' && host === end && at > 2000) ?? [],
    )
    const short = [...unseen.facts, ...lasts].map((fact) => ({ ...fact, at: Math.min(fact.at, 2000) as Fact['at'] }))
    const inOrder = short.filter(({ kind }) => kind !== 'end').concat(short.filter(({ kind }) => kind === 'end'))
    expect(outcomeOf(change(evidence, inOrder), 'client.stays(FIN-WAIT-2,3s)')).toBe('fails')
  })
  it('that a state never comes is unknown where the wire was not seen', () => {
    const blind: Fact = {
      kind: 'blind',
      at: 3000 as Fact['at'],
      within: 3000 as Fact['at'],
      host: 'server',
      by: 'wire',
      cause: { is: 'ended', how: 'SIGKILL' },
    }
    expect(outcomeOf(change(evidence, [...evidence.facts, blind]), 'server.never(LAST-ACK)')).toBe('unknown')
  })
  it("that the program says something fails where it says it before the FIN; of a user's own its kernel tells", () => {
    const early = evidence.facts.map((fact) =>
      fact.kind === 'program' && fact.deed === 'said' && fact.text === 'eof'
        ? { ...fact, at: 1 as typeof fact.at }
        : fact,
    )
    expect(outcomeOf(change(evidence, early), 'server.says(eof,F)')).toBe('fails')
    expect(
      outcomeOf(
        without((fact) => fact.kind === 'program' && fact.deed === 'said' && fact.text === 'eof'),
        'server.says(eof,F)',
      ),
    ).toBe('fails')
    const theirs = (record: Evidence): Evidence => ({ ...record, setting: { ...record.setting, replaced: ['server'] } })
    const silent = without((fact) => fact.kind === 'program' && fact.deed === 'said')
    expect(outcomeOf(theirs(silent), 'server.says(eof,F)')).toBe('holds')
    const unread = silent.facts.map((fact) =>
      fact.kind === 'sample' && fact.host === 'server' && fact.state === 'CLOSE-WAIT'
        ? { ...fact, receiveQueue: 1 }
        : fact,
    )
    expect(outcomeOf(theirs(change(silent, unread)), 'server.says(eof,F)')).toBe('fails')
    expect(words.server.neverSays('goodbye').applies(theirs(silent))).toBe(false)
  })
})

describe('ISNs', () => {
  const evidence = recorded('handshake')
  /** As if each connection's numbers began where a counter stood. */
  const withIsns = (isnOf: (connection: number) => number): Evidence => {
    const transits = transitsOf(evidence)
    const facts = evidence.facts.map((fact) => {
      if (fact.kind !== 'segment') return fact
      const transit = transits.find(({ taps }) => taps.includes(fact))
      if (!transit) return fact
      const { connection, speaker, relative } = transit
      const own = isnOf(connection.number) + (speaker === 'server' ? 1 << 29 : 0)
      const peers = isnOf(connection.number) + (speaker === 'client' ? 1 << 29 : 0)
      const ack = fact.segment.flags.includes('.') ? sequence(peers + relative.ack) : fact.segment.ack
      return { ...fact, segment: { ...fact.segment, seq: sequence(own + relative.seq), ack } }
    })
    return change(evidence, facts)
  }
  const outcome = (record: Evidence) =>
    judgeRun(casts.handshake, record).judgement.claims.find(({ id }) => id === 'hasFreshNumbers(8)')?.verdict

  it('that are spread hold', () => expect(outcome(withIsns((number) => number * 530_000_000))).toBe('holds'))
  it('of a counter fail', () => expect(outcome(withIsns((number) => 1_000_000 + number * 64_000))).toBe('fails'))
  it('that are all the same fail', () => expect(outcome(withIsns(() => 5))).toBe('fails'))
})
