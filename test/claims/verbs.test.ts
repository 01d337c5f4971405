import { describe, expect, it } from 'vitest'
import { type Evidence, type Fact, factsOf } from '../../src/evidence.ts'
import { words } from '../../src/lab.ts'
import { advance, ms, type Segment, s } from '../../src/tcp.ts'
import { recorded } from '../fixtures.ts'
import { blinded, change, judged, late, outcome, without, withoutListener } from '../records.ts'

const lost = recorded('last-ack-lost')
const stale = recorded('stale-syn')
const closeWait = recorded('close-wait')
const turnedDown = recorded('time-wait-reuse-older-syn')

/** As if everything after this moment had happened so much later. */
const delayed = (evidence: Evidence, after: number, by: number): Evidence =>
  change(evidence, (fact) => [fact.at > after ? { ...fact, at: ms(fact.at + by) } : fact])

const isFin = (fact: Fact): boolean => fact.kind === 'segment' && fact.segment.flags.includes('F')
const serversFins = factsOf(lost, 'segment').filter(
  (fact) => isFin(fact) && fact.host === 'server' && fact.direction === 'out',
)
const firstFin = serversFins[0]?.at ?? 0

describe('resends', () => {
  const claim = words.server.resends('F.', s(1))
  it('holds of a FIN that comes again when its timer fires', () => expect(outcome(claim, lost)).toBe('holds'))
  it('fails where it comes earlier than the timer may', () =>
    expect(outcome(claim, delayed(lost, firstFin + 500, -100))).toBe('fails'))
  it('fails where it comes later than the wheel allows', () =>
    expect(outcome(claim, delayed(lost, firstFin + 500, 200))).toBe('fails'))
  it('is given what the machine was late, but is unknown where that was half the timer', () => {
    expect(outcome(claim, late(delayed(lost, firstFin + 500, 200), ms(250)))).toBe('holds')
    expect(outcome(claim, late(delayed(lost, firstFin + 500, 200), ms(600)))).toBe('unknown')
  })
  it('fails where it comes once more, or not at all', () => {
    expect(outcome(words.server.resends('F.', s(1), s(2)), lost)).toBe('fails')
    expect(outcome(words.server.resends('F.'), lost)).toBe('fails')
    expect(outcome(words.client.resends('F.', s(1)), lost)).toBe('fails')
  })
})

describe('asksWith', () => {
  const { client, server } = words.connection(2)
  const older = client.asksWith('lower', 'older')
  const isSyn = (fact: Fact): boolean =>
    fact.kind === 'segment' && fact.segment.flags === 'S' && fact.segment.seq < 1_000_000
  const asking = (alter: (segment: Segment) => Segment): Evidence =>
    change(turnedDown, (fact) => [
      fact.kind === 'segment' && isSyn(fact) ? { ...fact, segment: alter(fact.segment) } : fact,
    ])
  it('holds of a SYN whose number is lower and whose timestamp is older', () =>
    expect(outcome(older, turnedDown)).toBe('holds'))
  it('fails where the number is higher', () =>
    expect(
      outcome(
        older,
        asking((segment) => ({ ...segment, seq: advance(segment.seq, 2000) })),
      ),
    ).toBe('fails'))
  it('fails where the timestamp is newer, or there is none', () => {
    const newer = asking((segment) => ({
      ...segment,
      options: { ...segment.options, timestamp: { value: 1_000_001, echo: 0 } },
    }))
    expect(outcome(older, newer)).toBe('fails')
    expect(outcome(client.asksWith('lower', 'newer'), newer)).toBe('holds')
    const none = asking((segment) => ({ ...segment, options: {} }))
    expect(outcome(older, none)).toBe('fails')
    expect(outcome(client.asksWith('lower', 'none'), none)).toBe('holds')
  })
  it('fails of who never asked, and of a connection that has none before it', () => {
    expect(outcome(server.asksWith('lower', 'older'), turnedDown)).toBe('fails')
    expect(outcome(words.client.asksWith('lower', 'older'), turnedDown)).toBe('fails')
  })
  it('is unknown where the capture was blind', () => {
    expect(
      judged(
        older,
        blinded(
          asking((segment) => ({ ...segment, options: {} })),
          'wire',
        ),
      ),
    ).toBe('unknown')
  })
})

describe('givesUp', () => {
  const pulled = recorded('cable-pull')
  const delays = [200, 200, 400, 800, 1600].map(ms)
  const claim = words.client.givesUp('P.', ...delays)
  const isAgain = (fact: Fact): boolean =>
    fact.kind === 'segment' && fact.segment.flags === 'P.' && fact.host === 'client' && fact.direction === 'out'
  const lastAgain = factsOf(pulled, 'segment').findLast(isAgain)?.at ?? 0
  it('holds of a socket that goes when the timer fires once more', () => expect(outcome(claim, pulled)).toBe('holds'))
  it('fails where it goes earlier than the timer may fire, or later than the wheel allows', () => {
    expect(outcome(claim, delayed(pulled, lastAgain + 500, -200))).toBe('fails')
    expect(outcome(claim, delayed(pulled, lastAgain + 500, 200))).toBe('fails')
  })
  it('fails where the segment was sent more or less often, or the socket does not go', () => {
    expect(outcome(words.client.givesUp('P.', ...delays, s(3.2)), pulled)).toBe('fails')
    expect(outcome(words.client.givesUp('P.', ...delays.slice(1)), pulled)).toBe('fails')
    expect(outcome(words.server.givesUp('S.', s(1)), pulled)).toBe('fails')
  })
  it('is given what the machine was late, but is unknown where that was a quarter of the wait', () => {
    expect(outcome(claim, late(delayed(pulled, lastAgain + 500, 200), ms(250)))).toBe('holds')
    expect(outcome(claim, late(delayed(pulled, lastAgain + 500, 400), ms(600)))).toBe('unknown')
  })
})

describe('endsAfterFin', () => {
  const toTheEnd = recorded('last-ack-lost-to-the-end')
  const claim = words.client.endsAfterFin('TIME-WAIT', s(60))
  const last =
    factsOf(toTheEnd, 'segment').findLast((fact) => isFin(fact) && fact.host === 'client' && fact.direction === 'in')
      ?.at ?? 0
  it('holds of a TIME-WAIT that ends a minute after the last FIN', () => expect(outcome(claim, toTheEnd)).toBe('holds'))
  it('fails where it ends a minute after the first', () => {
    const sooner = change(toTheEnd, (fact) => [fact.at > last + 30_000 ? { ...fact, at: ms(fact.at - 6_000) } : fact])
    expect(outcome(claim, sooner)).toBe('fails')
  })
  it('fails where it goes on for longer, and where the record ends before', () => {
    expect(outcome(claim, delayed(toTheEnd, last + 30_000, 10_000))).toBe('fails')
    expect(
      outcome(
        claim,
        without(toTheEnd, ({ at }) => at > last + 30_000),
      ),
    ).toBe('fails')
  })
  it('fails where no FIN came again, or the end was in no such state', () => {
    const once = without(toTheEnd, (fact) => isFin(fact) && fact.host === 'client' && fact.at > firstFin + 1000)
    expect(
      outcome(
        claim,
        without(once, (fact) => isFin(fact) && fact.at > last - 7000 && fact.at <= last),
      ),
    ).toBe('fails')
    expect(outcome(words.server.endsAfterFin('TIME-WAIT', s(60)), toTheEnd)).toBe('fails')
  })
  it('is unknown where the FINs came so close that one clock would do', () => {
    const first =
      factsOf(toTheEnd, 'segment').find((fact) => isFin(fact) && fact.host === 'client' && fact.direction === 'in')
        ?.at ?? 0
    const verdict = claim.judge(toTheEnd)
    const took =
      verdict.outcome === 'holds' && typeof verdict.measured === 'object' && verdict.measured.kind === 'within'
        ? (verdict.measured.times[0] ?? 0)
        : 0
    // All within a tenth of a second, and then a minute and no more.
    const at = (when: number): number => {
      if (when <= first) return when
      if (when <= last) return first + ((when - first) / (last - first)) * 100
      return when - (last - first - 100) - (when > last + 30_000 ? took - 60_200 : 0)
    }
    expect(
      outcome(
        claim,
        change(toTheEnd, (fact) => [{ ...fact, at: ms(at(fact.at)) }]),
      ),
    ).toBe('unknown')
  })
  it('is unknown on a machine that is very late, where it is needed', () =>
    expect(outcome(claim, late(delayed(toTheEnd, last + 30_000, 10_000), s(16)))).toBe('unknown'))
})

describe('withholds', () => {
  const cut = recorded('segmentation')
  it('holds where less was sent', () => expect(outcome(words.client.withholds(1_000_000), cut)).toBe('holds'))
  it('fails where all was, and where nothing was', () => {
    expect(outcome(words.client.withholds(100), cut)).toBe('fails')
    expect(outcome(words.client.withholds(100), closeWait)).toBe('fails')
  })
  it('is unknown where the capture was blind', () =>
    expect(judged(words.client.withholds(1_000_000), blinded(cut, 'wire'))).toBe('unknown'))
})

describe('restarts', () => {
  const claim = words.client.restarts('TIME-WAIT', s(60))
  const shown = (alter: (left: number, at: number) => number): Evidence =>
    change(lost, (fact) => [
      fact.kind === 'sample' && fact.state === 'TIME-WAIT' && fact.timer && fact.by !== 'table'
        ? { ...fact, timer: { ...fact.timer, left: ms(alter(fact.timer.left, fact.at)) } }
        : fact,
    ])
  it('holds of TIME-WAIT when the FIN has come again', () => expect(outcome(claim, lost)).toBe('holds'))
  it('fails where the clock went on as if no FIN had come', () => {
    const again = (serversFins[1]?.at ?? 0) - firstFin
    expect(
      outcome(
        claim,
        shown((left, at) => (at > firstFin + again ? left - again : left)),
      ),
    ).toBe('fails')
  })
  it('fails where the clock is another', () =>
    expect(outcome(words.client.restarts('TIME-WAIT', s(120)), lost)).toBe('fails'))
  it('fails where no FIN came again', () =>
    expect(outcome(words.server.restarts('CLOSE-WAIT', s(60)), lost)).toBe('fails'))
  it('is unknown where netstat did not look on both sides', () =>
    expect(
      outcome(
        claim,
        without(lost, ({ by }) => by === 'netstat'),
      ),
    ).toBe('unknown'))
})

describe('never', () => {
  const claim = words.server.never('LAST-ACK')
  it('holds of a state that nobody saw', () => expect(outcome(claim, closeWait)).toBe('holds'))
  it('fails of one that somebody saw', () => expect(outcome(words.server.never('CLOSE-WAIT'), closeWait)).toBe('fails'))
  it('is unknown where nobody looked: segments tell nothing of what did not happen', () =>
    expect(
      outcome(
        claim,
        without(closeWait, ({ kind }) => kind === 'sample' || kind === 'transition'),
      ),
    ).toBe('unknown'))
})

describe('counts', () => {
  it('holds of a counter that grew by so much', () =>
    expect(outcome(words.server.counts('TcpExt.EmbryonicRsts', 1), stale)).toBe('holds'))
  it('fails of one that grew by less or by more', () => {
    expect(outcome(words.server.counts('TcpExt.EmbryonicRsts', 2), stale)).toBe('fails')
    expect(outcome(words.server.counts('TcpExt.EmbryonicRsts', 0), stale)).toBe('fails')
    expect(outcome(words.client.counts('TcpExt.EmbryonicRsts', 1), stale)).toBe('fails')
  })
})

describe('keepsListening', () => {
  it('holds of a listener that stays', () => expect(outcome(words.server.keepsListening(), stale)).toBe('holds'))
  it('fails where there was none, or it went', () => {
    const none = without(stale, (fact) => 'remote' in fact && fact.remote.endsWith(':0'))
    expect(outcome(words.server.keepsListening(), none)).toBe('fails')
    expect(outcome(words.server.keepsListening(), withoutListener(stale))).toBe('fails')
  })
  it('is unknown where nobody looked for a while', () => {
    expect(judged(words.server.keepsListening(), stale)).toBe('holds')
    expect(judged(words.server.keepsListening(), blinded(stale, 'table'))).toBe('unknown')
    expect(judged(words.server.keepsListening(), blinded(stale, 'table', 'client'))).toBe('holds')
  })
})

describe('showsTimer', () => {
  it('holds of the timer that both commands show', () =>
    expect(outcome(words.server.showsTimer('LAST-ACK', 'on'), lost)).toBe('holds'))
  it('fails of another, or of none', () => {
    expect(outcome(words.server.showsTimer('LAST-ACK', 'persist'), lost)).toBe('fails')
    expect(outcome(words.server.showsTimer('CLOSE-WAIT', 'on'), closeWait)).toBe('fails')
  })
})

describe('neverShows', () => {
  it('holds of what never crossed', () =>
    expect(outcome(words.wire.neverShows('client', 'R'), closeWait)).toBe('holds'))
  it('fails of what did', () => expect(outcome(words.wire.neverShows('client', 'F'), closeWait)).toBe('fails'))
  it('is unknown where the wire was not seen', () => {
    expect(judged(words.wire.neverShows('client', 'R'), closeWait)).toBe('holds')
    expect(judged(words.wire.neverShows('client', 'R'), blinded(closeWait, 'wire', 'router'))).toBe('unknown')
  })
})

describe('delivers', () => {
  const claim = words.wire.delivers('client', 5)
  const isData = (fact: Fact): boolean => fact.kind === 'segment' && fact.segment.length > 0
  it('holds of five bytes and the FIN after them', () => expect(outcome(claim, stale)).toBe('holds'))
  it('fails where bytes are missing, or there are more', () => {
    expect(outcome(claim, without(stale, isData))).toBe('fails')
    expect(outcome(words.wire.delivers('client', 4), stale)).toBe('fails')
  })
  it('fails where the FIN has a number further on', () => {
    const further = change(stale, (fact) =>
      fact.kind === 'segment' && isFin(fact)
        ? [{ ...fact, segment: { ...fact.segment, seq: advance(fact.segment.seq, 1) } }]
        : [fact],
    )
    expect(outcome(claim, further)).toBe('fails')
  })
  it('fails where the FIN does not arrive', () =>
    expect(
      outcome(
        claim,
        without(
          stale,
          (fact) => isFin(fact) && fact.host === 'server' && fact.kind === 'segment' && fact.direction === 'in',
        ),
      ),
    ).toBe('fails'))
})

describe('either and oneOf', () => {
  const right = words.client.says('eof')
  const wrong = words.client.says('something else')
  it('hold where one does', () => {
    expect(outcome(words.either(right, wrong), lost)).toBe('holds')
    expect(outcome(words.either(wrong, right), lost)).toBe('holds')
    expect(
      outcome(
        words.oneOf(1, 2, ({ client }) => client.reaches('SYN-SENT')),
        lost,
      ),
    ).toBe('holds')
  })
  it('fail where none does', () => {
    expect(outcome(words.either(wrong, wrong), lost)).toBe('fails')
    expect(
      outcome(
        words.oneOf(1, 2, ({ client }) => client.reaches('CLOSING')),
        lost,
      ),
    ).toBe('fails')
    expect(
      outcome(
        words.oneOf(1, 0, ({ client }) => client.reaches('SYN-SENT')),
        lost,
      ),
    ).toBe('fails')
  })
})

describe('isFlooded', () => {
  it('fails where one is half-open and not many', () => expect(outcome(words.server.isFlooded(2), stale)).toBe('fails'))
  it('holds of as many as there are', () => expect(outcome(words.server.isFlooded(1), stale)).toBe('holds'))
})
