import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { forScreen, sayAside } from '../../src/report/said.ts'

const text = `the lab close-wait has no twin 'sever-closes'; did you mean server-closes? ${'There is more to say. '.repeat(4)}`

function said(columns?: number): string {
  const stream = Object.assign(new PassThrough(), columns === undefined ? {} : { columns })
  sayAside(text.trim(), stream as never)
  return String(stream.read())
}

describe('what is said on standard error', () => {
  it.each([60, 80, 120])('fits a terminal of %i columns, and goes on under itself', (columns) => {
    const [first = '', ...more] = said(columns).trimEnd().split('\n')
    expect(first).toMatch(/^lab: the lab close-wait/)
    expect(more).not.toEqual([])
    for (const line of more) expect(line).toMatch(/^ {5}\S/)
    for (const line of [first, ...more]) expect(line.length).toBeLessThanOrEqual(columns)
    expect([first, ...more.map((line) => line.trim())].join(' ')).toBe(`lab: ${text.trim()}`)
  })

  it('is a line in a pipe', () => {
    expect(said()).toBe(`lab: ${text.trim()}\n`)
    expect(forScreen('大'.repeat(200), {} as never)).toBe('大'.repeat(200))
  })
})
