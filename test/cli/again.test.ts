import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, it } from 'vitest'
import { lab } from '../labs/cli.ts'
import { pathWith } from '../labs/path.ts'

const folder = mkdtempSync(join(tmpdir(), 'tcp-labs-again-'))
afterAll(() => rmSync(folder, { recursive: true }))

const verdict = {
  version: 1,
  lab: 'handshake',
  title: 'x',
  began: '2026-01-01T00:00:00.000Z',
  family: 'IPv4',
  kernel: '6.12',
  missing: {},
  programs: { client: 'client.ts', server: 'server.ts' },
  settles: [],
  claims: [],
}
const late = JSON.stringify({ ...verdict, verdict: 'unknown', status: 2, late: true })
const unknown = JSON.stringify({ ...verdict, verdict: 'unknown', status: 2 })
const pass = JSON.stringify({ ...verdict, verdict: 'pass', status: 0 })

/** A machine on which the runs come to these verdicts, one after the other, and then to a pass. */
function machine(...verdicts: readonly string[]) {
  const own = mkdtempSync(join(folder, 'machine-'))
  const played = verdicts.map(
    (text, index) => `if mkdir ${own}/${index} 2>/dev/null; then echo '${text}' > "$2/verdict.json"; exit 2; fi`,
  )
  const unshare = [
    'case "$*" in *--inside*) ;; *) exit 0;; esac',
    'while [ "$1" != --record ]; do shift; done',
    ...played,
    `echo '${pass}' > "$2/verdict.json"`,
  ]
  const runs = join(own, 'runs')
  const { env } = pathWith({ unshare: unshare.join('\n') })
  return { env: { ...env, TCP_LABS_RUNS: runs }, tries: () => readdirSync(join(runs, 'handshake')).length }
}

describe.concurrent('a run that is unknown only because the machine was late', { timeout: 30_000 }, () => {
  it('is played again, says so, and the last verdict counts; each try has a folder of its own', async ({ expect }) => {
    const { env, tries } = machine(late, late)
    const { status, stdout, stderr } = await lab(['run', 'handshake', '--json'], { env })
    expect(stderr).toMatch(/unknown only because the machine was slow; playing it again \(1 of at most 2\)/)
    expect(stderr).toMatch(/\(2 of at most 2\)/)
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'pass', status: 0 })
    expect({ status, tries: tries() }).toEqual({ status: 0, tries: 3 })
  })

  it('is unknown when it was late as often as was allowed', async ({ expect }) => {
    for (const [again, tries] of [
      ['0', 1],
      ['1', 2],
    ] as const) {
      const here = machine(late, late, late)
      const { status } = await lab(['run', 'handshake', '--again', again], { env: here.env })
      expect({ status, tries: here.tries() }).toEqual({ status: 2, tries })
    }
  })

  it('is played again among many, too', async ({ expect }) => {
    const { env, tries } = machine(late)
    const args = ['all', '--json', '--filter', '{handshake,}', '--no-variants']
    const { status, stdout, stderr } = await lab(args, { env })
    expect(stderr).toMatch(/handshake: unknown only because the machine was slow; playing it again/)
    expect((JSON.parse(stdout) as { labs: unknown[] }).labs).toMatchObject([{ verdict: 'pass', status: 0 }])
    expect({ status, tries: tries() }).toEqual({ status: 0, tries: 2 })
  })
})

describe.concurrent('a run that is unknown for another reason', { timeout: 30_000 }, () => {
  it('is not played again: it would be the same', async ({ expect }) => {
    const { env, tries } = machine(unknown)
    const { status } = await lab(['run', 'handshake'], { env })
    expect({ status, tries: tries() }).toEqual({ status: 2, tries: 1 })
  })
})
