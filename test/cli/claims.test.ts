import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { notes } from '../../src/catalogue/statement.ts'
import { statements } from '../../src/catalogue/statements.ts'
import { type Entry, settlers } from '../../src/cli/claims/ledger.ts'
import { widthOf } from '../../src/report/width.ts'
import type { VerdictFile } from '../../src/run/verdict-file.ts'
import { lab } from '../labs/cli.ts'

const places: string[] = []
afterAll(() => places.forEach((place) => void rmSync(place, { recursive: true })))

/** A folder of runs of time-wait-reuse's variant bind, each with this verdict on its one claim, oldest first. */
function runs(...verdicts: ReadonlyArray<Partial<VerdictFile> & Pick<VerdictFile, 'verdict'>>): string {
  const place = mkdtempSync(join(tmpdir(), 'tcp-labs-claims-'))
  places.push(place)
  verdicts.forEach((verdict, index) => {
    const began = `2026-11-0${index + 1}T00:00:00.000Z`
    const folder = join(place, 'time-wait-reuse', began.replaceAll(':', '.'))
    const status = { pass: 0, fail: 1, unknown: 2 }[verdict.verdict]
    const came = verdict.verdict === 'pass' ? 'holds' : 'fails'
    const claims = [{ id: 'a', settles: ['T6/bind'], verdict: came, because: [] }]
    mkdirSync(folder, { recursive: true })
    const file = { version: 1, lab: 'time-wait-reuse', variant: 'bind', status, began, kernel: 'Linux', claims }
    writeFileSync(join(folder, 'verdict.json'), JSON.stringify({ ...file, ...verdict }))
  })
  return place
}

const bind = async (place: string) => {
  const { stdout } = await lab(['claims', 'T6', '--json'], { env: { TCP_LABS_RUNS: place } })
  const [entry] = JSON.parse(stdout) as [Entry]
  return { entry, side: entry.sides.find(({ id }) => id === 'T6/bind') }
}

describe('the ledger', { timeout: 60_000 }, () => {
  it('has what was shown once, though the last run failed, and says that it did', async () => {
    const place = runs({ verdict: 'pass' }, { verdict: 'fail' })
    const { side } = await bind(place)
    expect(side?.shown).toBe(true)
    expect(side?.labs).toMatchObject([
      { variant: 'bind', last: { verdict: 'fail', began: '2026-11-02T00:00:00.000Z' }, shown: { verdict: 'pass' } },
    ])
    const { stdout } = await lab(['claims'], { env: { TCP_LABS_RUNS: place } })
    expect(stdout).toContain('did not pass when last played: time-wait-reuse (bind)')
  })

  it('calls a statement settled only when each of its sides was shown', async () => {
    const { entry, side } = await bind(runs({ verdict: 'pass' }))
    expect([side?.shown, entry.settled]).toEqual([true, false])
  })

  it.each<[string, Partial<VerdictFile>]>([
    ['a twin', { twin: 'timestamps' }],
    ["somebody's own program", { replaced: ['server'] }],
    ['another variant, which does not show it', { variant: 'timestamps' }],
  ])('takes nothing from a run of %s', async (_, which) => {
    const { side } = await bind(runs({ verdict: 'pass', ...which }))
    expect(side?.shown).toBe(false)
  })

  it('does not take a failed run for one that shows', async () => {
    const { side } = await bind(runs({ verdict: 'fail' }))
    expect([side?.shown, side?.labs[0]?.last?.verdict]).toEqual([false, 'fail'])
  })

  it('names the nearest statement where there is none', async () => {
    const { status, stderr } = await lab(['claims', 'T66'])
    expect([status, stderr]).toEqual([64, expect.stringMatching(/no statement 'T66'; did you mean T6/)])
  })

  it('is told in full of one statement: who says it, its source, every side and the command that shows it', async () => {
    const { stdout } = await lab(['claims', 'o11'], { env: { TCP_LABS_RUNS: runs({ verdict: 'pass' }) } })
    const text = stdout.replaceAll(/\s+/g, ' ')
    for (const part of [notes.Wavehand, '§3.10.7.1', 'O11/reset', 'O11/ignored', 'npm run lab:stale-syn'])
      expect(text).toContain(part)
  })

  it('speaks Chinese: statements, rulings, headings and what is to be done', async () => {
    const env = { TCP_LABS_RUNS: runs({ verdict: 'pass' }, { verdict: 'fail' }) }
    const full = (await lab(['claims', 'T6', '--lang', 'zh'], { env })).stdout
    const t6 = statements.find(({ id }) => id === 'T6')
    const plain = full.replaceAll(/\s+/g, '')
    for (const part of [t6?.zh, '有条件成立', '出处', t6?.sides[0]?.zh, '未通过，2026-11-02'])
      expect(plain).toContain(part?.replaceAll(/\s+/g, ''))
    const { stdout } = await lab(['claims', '--lang', 'zh'], { env })
    expect(stdout).toContain('最近一次运行未通过的：time-wait-reuse（bind）')
    expect(stdout).not.toMatch(/refuted|holds|settled|not shown/)
    for (const { zh } of statements) expect(stdout.replaceAll(/\s+/g, '')).toContain(zh.replaceAll(/\s+/g, ''))
    // In a pipe each statement is a line, however long.
    expect(stdout).toContain(` ${t6?.zh}\n`)
    expect(widthOf(t6?.zh ?? '')).toBeGreaterThan(60)
  })

  it('is written as a page, whose links lead to the pages of runs', async () => {
    const place = runs({ verdict: 'pass' }, { verdict: 'fail' })
    const folder = join(place, 'time-wait-reuse', '2026-11-01T00.00.00.000Z')
    writeFileSync(join(folder, 'page.html'), '')
    const path = join(place, 'claims.html')
    const { status } = await lab(['claims', '--report', `html=${path}`], { env: { TCP_LABS_RUNS: place } })
    expect(status).toBe(0)
    const hrefs = [...readFileSync(path, 'utf8').matchAll(/href="([^"#][^"]*)"/g)].map(([, href = '']) => href)
    expect([...new Set(hrefs)]).toEqual([relative(place, join(folder, 'page.html'))])
  })

  it.each([
    ['no other report', ['--report', 'junit=x.xml'], /the only report of the statements is a page/],
    ['no place that there is not', ['--report', 'html=/no/such/x.html'], /cannot be written to .no.such/],
  ])('makes %s', async (_what, args, says) => {
    expect(await lab(['claims', ...args])).toMatchObject({ status: 64, stderr: expect.stringMatching(says) })
  })

  it('wants no ids with --markdown, which is one file', async () => {
    expect((await lab(['claims', 'T6', '--markdown'])).status).toBe(64)
  })
})

describe('who settles a statement', () => {
  const names = (all: Awaited<ReturnType<typeof settlers>>, { sides }: (typeof statements)[number]): string[] =>
    all
      .filter(({ settles }) => sides.some(({ id }) => settles.has(id)))
      .map(({ lab: name, variant = '' }) => `${name}/${variant}`)

  it('is found without loading the labs that say nothing of it, and is the same as among all', async () => {
    const labsOf = (found: typeof all): number => new Set(found.map(({ lab: name }) => name)).size
    const all = await settlers()
    for (const each of statements) {
      const some = await settlers([each.id])
      expect(names(some, each)).toEqual(names(all, each))
      expect(labsOf(some)).toBeLessThan(labsOf(all) / 2)
    }
  })
})

describe('the statements', () => {
  it('are 82, each with an id of its own, and so are their sides', () => {
    const ids = statements.map(({ id }) => id)
    expect([ids.length, new Set(ids).size]).toEqual([82, 82])
    const sides = statements.flatMap((each) => each.sides.map(({ id }) => id))
    expect(new Set(sides).size).toBe(sides.length)
  })

  it('say what Linux does wherever it is not just what is claimed', () => {
    const silent = statements.flatMap(({ sides }) =>
      sides.filter(({ verdict, linux }) => (verdict === 'refuted' || sides.length > 1) && !linux),
    )
    expect(silent).toEqual([])
  })

  it('say in Chinese too what Linux does, and since when', () => {
    expect(statements.filter(({ since, sinceZh }) => (since === undefined) !== (sinceZh === undefined))).toEqual([])
  })

  it('have no side that is told by a note which the statement does not name', () => {
    const strays = statements.filter((each) =>
      each.sides.some((side) => side.notes?.some((note) => !each.notes.includes(note))),
    )
    expect(strays).toEqual([])
  })
})
