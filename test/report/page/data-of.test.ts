import { expect, it } from 'vitest'
import { factsOf } from '../../../src/evidence.ts'
import { endData } from '../../../src/report/page/data-of.ts'
import { pictureOf } from '../../../src/report/page/picture.ts'
import { ms } from '../../../src/tcp.ts'
import { recorded } from '../../fixtures.ts'
import { change } from '../../records.ts'

it.each([1000, 1001])('the page is given %i looks thinned, and the last of them as it was', (count) => {
  const record = recorded('close-wait')
  const last = factsOf(record, 'sample').findLast(
    ({ by, host, state }) => by !== 'netstat' && host === 'client' && state === 'FIN-WAIT-2',
  )
  const many = change(record, (fact) =>
    fact === last
      ? Array.from({ length: count }, (_, index) => ({
          ...last,
          at: ms(last.at + index / 1000),
          sendQueue: count - index,
        }))
      : [fact],
  )
  const { gauges } = endData(many, pictureOf(many), 'client')
  expect(gauges.length).toBeLessThan(802)
  expect(gauges.at(-1)?.s).toBe(1)
})
