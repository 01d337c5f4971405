import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { paint } from '../../src/report/style.ts'
import { summary } from '../../src/report/summary.ts'
import { beside } from '../../src/report/table.ts'
import { cut, padEnd, padStart, widthOf } from '../../src/report/width.ts'
import { english } from '../../src/words/en.ts'
import { example } from './told.ts'

describe('the columns that a text takes', () => {
  it.each([
    ['', 0],
    ['SYN-SENT', 8],
    ['── ✘ lost ▮ ▶ ✔ … ⚑', 19],
    ['重传', 4],
    ['client 重传 2', 13],
    ['👩‍👩‍👧', 2],
    ['e\u0301', 1],
  ])("of '%s' are %d", (text, columns) => expect(widthOf(text)).toBe(columns))

  it('are filled up with spaces, behind or in front', () => {
    expect(padEnd('丢失', 6)).toBe('丢失  ')
    expect(padEnd('lost', 6)).toBe('lost  ')
    expect(padStart('丢失', 6)).toBe('  丢失')
    expect(padEnd('too long', 3)).toBe('too long')
  })

  it('are kept to where a text is cut, and no character is cut in two', () => {
    expect(cut('abcdef', 4)).toBe('abcd')
    expect(cut('丢失了', 4)).toBe('丢失')
    expect(cut('丢失了', 5)).toBe('丢失')
    expect(cut('x👩‍👩‍👧y', 2)).toBe('x')
  })
})

describe('wide characters', () => {
  const say = {
    ...english,
    reports: { ...english.reports, verdicts: { ...english.reports.verdicts, pass: '通过', fail: '失败' } },
  }
  it('keep the columns of the table of many runs', () => {
    const lines = summary(example, { columns: 160, paints: paint(false), say }).split('\n')
    const times = lines
      .filter((line) => line.includes('3.5 s'))
      .map((line) => widthOf(line.slice(0, line.indexOf(' s '))))
    const ofRuns = lines.filter((line) => / s($| )/.test(line)).map((line) => widthOf(line.split(/3\.5 s/)[0] ?? ''))
    expect(new Set(ofRuns.slice(0, 4)).size, lines.join('\n')).toBe(1)
    expect(times.length).toBeGreaterThan(0)
  })

  it('keep it as narrow as the terminal', () => {
    const lines = summary(
      {
        ...example,
        runs: example.runs.map((run) =>
          run.reason ? { ...run, reason: '这台机器没有 IPv6 所以不能运行这个实验' } : run,
        ),
      },
      { columns: 60, paints: paint(false), say },
    ).split('\n')
    expect(Math.max(...lines.slice(0, 5).map((line) => widthOf(stripVTControlCharacters(line))))).toBeLessThanOrEqual(
      60,
    )
  })

  it('are wrapped in their column, where there are no spaces', () => {
    const lines = beside('标签', '连接的两端各有自己的状态，每一端只沿着状态图的边走', 8, 30)
    expect(lines[0]).toMatch(/^标签 {4}\S/)
    expect(lines.length).toBeGreaterThan(1)
    expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(30)
  })
})
