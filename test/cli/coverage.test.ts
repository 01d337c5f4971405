import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { widthOf } from '../../src/report/width.ts'
import { lab, project } from '../labs/cli.ts'

const runs = mkdtempSync(join(tmpdir(), 'tcp-labs-coverage-'))
afterAll(() => rmSync(runs, { recursive: true }))

/** A folder of runs in which one is whole, and the others are whatever somebody has put there. */
function spoilt(): void {
  const fixture = join(project, 'test', 'fixtures', 'runs', 'close-wait', 'evidence.jsonl')
  const verdict = (name: string) =>
    JSON.stringify({
      version: 1,
      lab: name,
      began: '2026-11-21',
      verdict: 'pass',
      status: 0,
      claims: [{ settles: [], because: [] }],
    })
  const folder = (name: string): string => {
    const path = join(runs, name, '2026-11-21T00.00.00.000Z')
    mkdirSync(path, { recursive: true })
    writeFileSync(join(path, 'verdict.json'), verdict(name))
    return path
  }
  cpSync(fixture, join(folder('close-wait'), 'evidence.jsonl'))
  writeFileSync(join(folder('listen'), 'evidence.jsonl'), '{"version":1}\n')
  symlinkSync('/dev/zero', join(folder('syn-sent'), 'evidence.jsonl'))
  folder('abort')
  const arp = folder('arp')
  rmSync(join(arp, 'verdict.json'))
  symlinkSync('/dev/zero', join(arp, 'verdict.json'))
  writeFileSync(join(runs, 'icmp'), 'no folder')
}

describe('runs that somebody has spoilt', { timeout: 60_000 }, () => {
  spoilt()
  it.each([['coverage'], ['claims']])('do not keep %s from telling of the others', async (command) => {
    const { status, stdout, stderr } = await lab([command, '--json'], { env: { TCP_LABS_RUNS: runs }, timeout: 30_000 })
    expect(status).toBe(0)
    expect(() => JSON.parse(stdout)).not.toThrow()
    expect(stderr).toMatch(/skipping .*arp.*: its verdict does not count here: it is no ordinary file/)
  })

  it('of a variant that there is no more show nothing', async () => {
    const place = mkdtempSync(join(tmpdir(), 'tcp-labs-gone-'))
    const folder = join(place, 'close-wait', '2026-11-21T00.00.00.000Z')
    mkdirSync(folder, { recursive: true })
    cpSync(join(project, 'test', 'fixtures', 'runs', 'close-wait', 'evidence.jsonl'), join(folder, 'evidence.jsonl'))
    const shown = async (more: object) => {
      const verdict = {
        version: 1,
        lab: 'close-wait',
        began: '2026-11-21',
        verdict: 'pass',
        status: 0,
        claims: [],
        ...more,
      }
      writeFileSync(join(folder, 'verdict.json'), JSON.stringify(verdict))
      return (await lab(['coverage', '--json'], { env: { TCP_LABS_RUNS: place } })).stdout.includes('"covered": true')
    }
    expect([await shown({}), await shown({ variant: 'gone' })]).toEqual([true, false])
    rmSync(place, { recursive: true })
  })

  it('are told of in Chinese too, in columns', async () => {
    const { stdout } = await lab(['coverage', '--lang', 'zh'], { env: { TCP_LABS_RUNS: runs }, timeout: 30_000 })
    const [heading = '', ...lines] = stdout.split('\n')
    expect(heading).toMatch(/^状态 +端 +进入 +停留 +离开 +实验 +观测手段$/)
    const row = lines.find((line) => line.startsWith('CLOSE-WAIT') && line.includes('服务器')) ?? ''
    expect(widthOf(row.slice(0, row.indexOf('close-wait')))).toBe(widthOf(heading.slice(0, heading.indexOf('实验'))))
    expect(stdout).not.toMatch(/shown|refused:|the wire/)
    // In a pipe each edge is a line, with all that is known of it.
    expect(stdout).toMatch(/^5 .*LISTEN → SYN-SENT +SEND .*listen-send/m)
    expect(lines.filter((each) => /^(\d+|L) +[✔✘–] /.test(each))).toHaveLength(32)
  })

  it('are named where a record cannot be read, and show nothing', async () => {
    const { stdout, stderr } = await lab(['coverage', '--json'], { env: { TCP_LABS_RUNS: runs }, timeout: 30_000 })
    for (const name of ['listen', 'syn-sent', 'abort'])
      expect(stderr).toMatch(new RegExp(`skipping .*/${name}/.*: its record cannot be read`))
    expect(stdout).toContain('"lab": "close-wait"')
  })
})
