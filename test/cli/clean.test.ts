import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { lab } from '../labs/cli.ts'

const day = (number: number): string => `2026-01-${String(number).padStart(2, '0')}T00.00.00.000Z`

/** A folder of runs that are made as they are asked for. */
function makeRuns() {
  const runs = mkdtempSync(join(tmpdir(), 'tcp-labs-clean-'))
  onTestFinished(() => rmSync(runs, { recursive: true }))
  const run = (name: string, time: string, verdict: object | null = {}): string => {
    const folder = join(runs, name, time)
    mkdirSync(folder, { recursive: true })
    const told = { version: 1, lab: name, began: time, verdict: 'pass', status: 0, claims: [], ...verdict }
    if (verdict) writeFileSync(join(folder, 'verdict.json'), JSON.stringify(told))
    writeFileSync(join(folder, 'evidence.jsonl'), '{}')
    return folder
  }
  const clean = async (...args: string[]) => {
    const { status, stdout, stderr } = await lab(['clean', ...args], { env: { TCP_LABS_RUNS: runs } })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    return stdout
  }
  return { runs, run, clean, left: (name: string) => readdirSync(join(runs, name)).sort() }
}

describe('clean', { timeout: 60_000 }, () => {
  it('keeps the latest run of each lab, and the latest and the latest passed of each variant', async () => {
    const { run, clean, left } = makeRuns()
    run('close-wait', day(1))
    run('close-wait', day(2))
    run('close-wait', day(3), { verdict: 'fail', status: 1 })
    run('close-wait', day(4), { variant: 'destroy' })
    run('close-wait', day(5), { twin: 'server-closes', verdict: 'fail', status: 1 })
    run('close-wait', day(6), { replaced: ['server'] })
    run('handshake', day(1))
    expect(await clean()).toMatch(/^removed 2 runs \(0\.0 MB\); 5 runs \(0\.0 MB\) are left in /)
    expect(left('close-wait')).toEqual([day(2), day(3), day(4), day(6)])
    expect(left('handshake')).toEqual([day(1)])
  })

  it('keeps as many as are said, of the labs that are named; with 0 none', async () => {
    const { runs, run, clean, left } = makeRuns()
    for (const number of [1, 2, 3, 4]) run('close-wait', day(number), { twin: 'server-closes' })
    for (const number of [1, 2]) run('handshake', day(number))
    symlinkSync(day(2), join(runs, 'handshake', 'latest'))
    await clean('close-wait', '--keep', '3')
    expect(left('close-wait')).toEqual([day(2), day(3), day(4)])
    expect(left('handshake')).toEqual([day(1), day(2), 'latest'])
    await clean('handshake', '--keep', '0')
    expect(left('handshake')).toEqual([])
  })

  it('says what would go, and removes nothing', async () => {
    const { run, clean, left } = makeRuns()
    for (const number of [1, 2, 3]) run('close-wait', day(number), { twin: 'server-closes' })
    expect(await clean('--dry-run')).toMatch(/^would remove 2 runs/)
    const told = JSON.parse(await clean('--dry-run', '--json')) as { removed: object; left: object }
    expect(told).toMatchObject({ removed: { runs: 2 }, left: { runs: 1 } })
    expect(left('close-wait')).toHaveLength(3)
  })

  it('touches nothing that is no run, nor one in which somebody has put something', async () => {
    const { runs, run, clean, left } = makeRuns()
    run('close-wait', day(1))
    run('my-class-grades', day(1))
    run('my-class-grades', day(2))
    mkdirSync(join(runs, 'close-wait', 'notes'))
    writeFileSync(join(run('close-wait', day(2)), 'notes.txt'), 'look at this')
    mkdirSync(join(run('close-wait', day(3)), 'more'))
    const elsewhere = run('elsewhere', day(1))
    symlinkSync(elsewhere, join(runs, 'close-wait', day(4)))
    await clean('--keep', '0')
    expect(left('close-wait')).toEqual([day(2), day(3), day(4), 'notes'])
    expect(left('my-class-grades')).toEqual([day(1), day(2)])
    expect(left('elsewhere')).toEqual([day(1)])
  })

  it('keeps what a run is writing: one whose process is there, and one without a verdict that has just begun', async () => {
    const { run, clean, left } = makeRuns()
    const writing = run('close-wait', day(1))
    run('close-wait', day(2), null)
    const abandoned = run('close-wait', day(3), null)
    utimesSync(abandoned, new Date('2026-01-03'), new Date('2026-01-03'))
    const process = spawn('sh', ['-c', 'echo; read line', 'a run', '--record', writing], {
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    await once(process.stdout, 'data')
    await clean('--keep', '0')
    process.stdin.end()
    await once(process, 'close')
    expect(left('close-wait')).toEqual([day(1), day(2)])
  })

  it('is wrong usage for a lab that there is not', async () => {
    expect(await lab(['clean', 'close-wiat'])).toMatchObject({ status: 64 })
  })
})

describe('the runs of a lab', { timeout: 60_000 }, () => {
  const played = async (keep: string, ...args: string[]) => {
    const { runs, run, left } = makeRuns()
    for (const number of [1, 2, 3, 4]) run('handshake', day(number))
    const { status } = await lab([...args, '--no-page'], { env: { TCP_LABS_RUNS: runs, TCP_LABS_KEEP: keep } })
    expect(status).toBe(0)
    return left('handshake').filter((name) => name !== 'latest' && name < '2026-02')
  }

  it('go after a run but for the latest so many', async () => {
    expect(await played('2', 'run', 'handshake')).toEqual([day(4)])
    expect(await played('2', 'run', 'handshake', '--ipv6')).toEqual([day(4)])
    expect(await played('2', 'all', '--filter', 'handshake/loopback')).toEqual([day(4)])
  })

  it('all stay where they are few, or where that is said', async () => {
    for (const keep of ['all', '', 'nonsense'])
      expect(await played(keep, 'run', 'handshake')).toEqual([1, 2, 3, 4].map(day))
  })
})
