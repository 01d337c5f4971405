import { expect, it } from 'vitest'
import type { Value } from '../../src/predict.ts'
import { readFlags, s } from '../../src/tcp.ts'
import { english } from '../../src/words/en.ts'
import { chinese } from '../../src/words/zh.ts'

const synAck = readFlags('S.')
if (!synAck) throw new Error('S. are flags')

it.each<readonly [Value, string, string]>([
  [{ is: 'path', states: [] }, 'none', '无'],
  [{ is: 'path', states: ['SYN-SENT', 'ESTABLISHED'] }, 'SYN-SENT → ESTABLISHED', 'SYN-SENT → ESTABLISHED'],
  [{ is: 'flags', flags: synAck }, 'SYN+ACK', 'SYN+ACK'],
  [{ is: 'who', end: 'client' }, 'client', '客户端'],
  [{ is: 'to the end' }, 'to the end', '直到记录结束'],
  [{ is: 'to the end', time: s(3) }, 'to the end (3.00 s)', '直到记录结束（3.00 s）'],
  [{ is: 'never' }, 'never', '从不'],
])('%j is told in each language', (value, inEnglish, inChinese) => {
  expect(english.predict.value(value)).toBe(inEnglish)
  expect(chinese.predict.value(value)).toBe(inChinese)
})
