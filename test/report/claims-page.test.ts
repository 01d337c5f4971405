import { describe, expect, it } from 'vitest'
import { claimsPage, type PagedStatement } from '../../src/report/claims-page.ts'
import { english } from '../../src/words/en.ts'
import { chinese } from '../../src/words/zh.ts'

const one: PagedStatement = {
  ...{ id: 'T6', claim: { en: 'A port is <taken>.', zh: '端口被占用。' }, ruling: 'holds, within', settled: false },
  ...{ notes: ['2MSL'], source: 'RFC 9293', since: { en: 'since 6.1', zh: '自 6.1 起' } },
  sides: [
    {
      ...{ id: 'T6/bind', verdict: 'holds', shown: true, notes: [], linux: { en: 'it refuses', zh: '它拒绝' } },
      labs: [
        { lab: 'time-wait-reuse', variant: 'bind', verdict: 'fail', began: '2026', href: 'runs/x/page.html' },
        { lab: 'reuse-address' },
      ],
    },
    { id: 'T6/none', verdict: 'refuted', shown: false, notes: [], labs: [] },
  ],
}

const page = (language: string) => claimsPage([one], { speakers: { en: english, zh: chinese }, language })

describe('the page of the ledger', () => {
  it('has each statement with its ruling and sides, and links the runs that have a page', async () => {
    const text = await page('en')
    expect([...text.matchAll(/href="([^"]+)"/g)].map(([, href]) => href)).toEqual(['#T6', 'runs/x/page.html'])
    for (const part of [
      'A port is &lt;taken>.',
      'holds, within',
      'holds: it refuses',
      'not played here',
      'no lab shows it',
      'since 6.1',
    ])
      expect(text).toContain(part)
    expect(text).toContain('0 of 1 settled')
  })

  it('is in both languages', async () => {
    const text = await page('zh')
    expect(text).toContain('<html lang="zh">')
    for (const part of ['端口被占用。', '有条件成立', '成立：它拒绝', '没有在本机运行过', '自 6.1 起'])
      expect(text).toContain(part)
    expect(text).toContain('A port is')
  })

  it('needs no script, and no network', async () => {
    const text = await page('en')
    expect(text).not.toMatch(/<script|src=|https?:/)
    expect(text).toContain("default-src 'none'")
  })
})
