import { describe, expect, it } from 'vitest'
import type { Fact, SampleFact } from '../../../src/evidence.ts'
import { endData } from '../../../src/report/page/data-of.ts'
import { pictureOf } from '../../../src/report/page/picture.ts'
import { connectionsOf } from '../../../src/story/connections.ts'
import { looksAt } from '../../../src/story/polls.ts'
import { ms } from '../../../src/tcp.ts'
import { recorded } from '../../fixtures.ts'

describe('what the page says of an end', () => {
  it('is what was so last, however many looks there were', () => {
    const record = recorded('close-wait')
    const [connection] = connectionsOf(record)
    const look = connection && looksAt(record, 'client', connection).findLast(({ by }) => by !== 'netstat')
    if (!look) throw new Error('nobody looked')
    const more = Array.from(
      { length: 1000 },
      (_, index): SampleFact => ({ ...look, at: ms(look.at + index / 1000), sendQueue: index + 1 }),
    )
    const facts: Fact[] = [...record.facts, ...more].toSorted((a, b) => a.at - b.at)
    for (const count of [999, 1000]) {
      const of = { ...record, facts: facts.filter((fact) => !more.slice(count).some((each) => each === fact)) }
      expect(endData(of, pictureOf(of).connections[0], 'client').gauges.findLast(({ s }) => s !== undefined)?.s).toBe(
        count,
      )
    }
  })
})
