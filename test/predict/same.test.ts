import { describe, expect, it } from 'vitest'
import { compare } from '../../src/predict/same.ts'
import type { QuestionOf } from '../../src/predict.ts'
import { type Milliseconds, ms, s } from '../../src/tcp.ts'
import { recorded } from '../fixtures.ts'
import { late } from '../records.ts'

const question: QuestionOf<'stay'> = {
  ...{ is: 'stay', id: 'client.stay(FIN-WAIT-2)', end: 'client', connection: 1, state: 'FIN-WAIT-2', claims: [] },
}

/** Who said that it stays for a second, on a machine that was so late, where it stayed for so long. */
const saidASecond = (lateness: number, time: number, unsure?: Milliseconds) =>
  compare(
    { is: 'time', time: s(1) },
    { value: { is: 'time', time: ms(time) }, because: [], ...(unsure === undefined ? {} : { unsure }) },
    { question, name: 'stay', evidence: late(recorded('close-wait'), ms(lateness)) },
  )

describe('a time that was said', () => {
  it('is what was seen within the granularity of the timer, and never before it', () => {
    expect(saidASecond(0, 1000)).toBe('same')
    expect(saidASecond(0, 1020)).toBe('same')
    expect(saidASecond(0, 980)).toBe('different')
    expect(saidASecond(0, 1500)).toBe('different')
  })

  it('is what was seen as exactly as the witnesses could see it', () => {
    expect(saidASecond(0, 900, ms(150))).toBe('same')
    expect(saidASecond(0, 1500, ms(500))).toBe('same')
    expect(saidASecond(0, 700, ms(150))).toBe('different')
  })

  it('is right on a machine that was a little late, and can be neither where it was very late', () => {
    expect(saidASecond(100, 1090)).toBe('same')
    expect(saidASecond(600, 1020)).toBe('same')
    expect(saidASecond(600, 1500)).toBe('too late to tell')
    expect(saidASecond(600, 1900)).toBe('different')
  })
})
