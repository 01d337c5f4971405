import fc from 'fast-check'
import { expect, it } from 'vitest'
import { newsIn } from '../../src/run/news.ts'

it('reads what was told, whatever is in it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (reason) => {
      const line = JSON.stringify({ tells: 'failure', reason })
      expect(line).not.toContain('\n')
      expect(newsIn(line)).toEqual({ tells: 'failure', reason })
    }),
  )
  expect(newsIn('{"tells":"it waits"}')).toEqual({ tells: 'it waits' })
})

it.each([
  '',
  'lab: no such lab',
  '{',
  'null',
  '[]',
  '"waits"',
  '{"tells":"rumours"}',
  '{"tells":"failure"}',
  '{"tells":"failure","reason":7}',
])('takes %j for no news', (line) => expect(newsIn(line)).toBeUndefined())
