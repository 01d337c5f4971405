import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { idOf } from '../../src/evidence/assertion.ts'
import { gradesOf, type Played, type Work } from '../../src/grade/grades.ts'
import { gradesPage } from '../../src/grade/index-page.ts'
import { knownTasks } from '../../src/grade/known.ts'
import { readPlan } from '../../src/grade/plan.ts'
import type { Found } from '../../src/verdict.ts'
import { english } from '../../src/words/en.ts'
import { chinese } from '../../src/words/zh.ts'
import type { Speaker } from '../../src/words.ts'

const folder = mkdtempSync(join(tmpdir(), 'tcp-labs-grades-page-'))
afterAll(() => rmSync(folder, { recursive: true }))

const plan = readPlan(
  `labs:
  - { lab: handshake, role: server, command: perl server.pl, points: 10 }
  - { lab: close-wait, role: server, command: perl server.pl, points: 5 }`,
  'plan.yaml',
)

const states = { verb: 'play-went-through' } as const
const held: Found = { id: idOf(states), states, settles: [], statedAt: '', because: [], verdict: 'holds' }
const wrong: Found = {
  ...{ ...held, verdict: 'fails' },
  ...{ expected: { kind: 'quoted', text: 'this' }, got: { kind: 'quoted', text: '<script>alert(1)</script>' } },
}
const played = (task: string, claim: Found): Played => ({
  result: {
    ...{ version: 1, submission: 'x', hash: 'h', task, order: 'o', plan: 'p', tcpLabs: '0', node: 'v24', kernel: '6' },
    ...{ began: '2026-11-22T00:00:00.000Z', seconds: 1, tries: 1, status: 0, record: 'try-1' },
  },
  verdict: { verdict: claim.verdict === 'holds' ? 'pass' : 'fail', claims: [claim], replaced: ['server'] },
})
const work = (name: string, ...runs: readonly Played[]): Work => ({
  submission: { version: 1, name, folder: name.replaceAll(/\W/g, '-'), hash: 'h' },
  played: new Map(runs.map((each) => [each.result.task, each])),
})

const [first = '', second = ''] = plan.labs.map(({ id }) => id)
const hostile = '<img src=x onerror=alert(1)>'

async function pageIn(say: Speaker): Promise<string> {
  const works = [
    work('anna 100%', played(first, held), played(second, wrong)),
    work(hostile, played(first, held)),
    work('zoe'),
  ]
  const place = join(folder, 'submissions', 'anna-100-', first, 'try-1')
  mkdirSync(place, { recursive: true })
  writeFileSync(join(place, 'page.html'), '')
  const places = {
    path: join(folder, 'index.html'),
    recordOf: ({ submission }: { submission: { folder: string } }, { task }: { task: { id: string } }) =>
      join(folder, 'submissions', submission.folder, task.id, 'try-1'),
  }
  return gradesPage(gradesOf(plan, 'hash', works, say), await knownTasks(plan, 'plan.yaml'), { places, say })
}

describe('the page of a class', () => {
  it('lists each submission with its points, and links the page of each run that has one', async () => {
    const text = await pageIn(english)
    expect(text).toContain('anna 100%: 10 of 15 points')
    expect(text).toContain('zoe: not played')
    expect([...text.matchAll(/href="([^"]+)"/g)].map(([, href]) => href)).toEqual([
      `submissions/anna-100-/${first}/try-1/page.html`,
    ])
    expect(text).toContain('10 / 10')
    expect(text).toContain('0 / 5')
  })

  it('runs nothing of what a student has called a thing, nor of what a program says', async () => {
    const text = await pageIn(english)
    expect(text).toContain('&lt;img src=x onerror=alert(1)>')
    expect(text).not.toMatch(/<script|<img/)
    expect(text).toContain("default-src 'none'")
  })

  it('is in both languages, and begins in that which was asked for', async () => {
    const text = await pageIn(chinese)
    expect(text).toContain('<html lang="zh">')
    for (const said of ['成绩', 'Grades', '10 分（满分 15 分）', '10 of 15 points']) expect(text).toContain(said)
  })
})
