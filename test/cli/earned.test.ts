import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, describe, it } from 'vitest'
import { lab, project } from '../labs/cli.ts'
import { inItsMiddle, isGone, type MarkedRun, type Member, signalAll, startMarked } from '../labs/marked.ts'
import { pathWith, type SpoiltPath } from '../labs/path.ts'

const folder = mkdtempSync(join(tmpdir(), 'tcp-labs-earned-'))
const paths: SpoiltPath[] = []
afterAll(() => {
  for (const each of paths) each.remove()
  rmSync(folder, { recursive: true })
})
function spoilt(tools: Readonly<Record<string, string>>): SpoiltPath['env'] {
  const path = pathWith(tools)
  paths.push(path)
  return path.env
}
const real = (tool: string): string => `exec $(PATH=$\{PATH#*:} command -v ${tool}) "$@"`

describe.concurrent('a run that has come to no verdict has failed: status 70', { timeout: 60_000 }, () => {
  for (const status of [0, 1, 2]) {
    it(`where what should play it only ends with ${status}, and its empty folder goes`, async ({ expect }) => {
      const runs = join(folder, `runs-${status}`)
      const report = join(folder, `nothing-${status}.xml`)
      // What this machine may do is tried with the same command.
      const unshare = `case "$*" in *--inside*) exit ${status};; *) exit 0;; esac`
      const env = { ...spoilt({ unshare }), TCP_LABS_RUNS: runs }
      const ended = await lab(['run', 'handshake', '--json', '--report', `junit=${report}`], { env })
      expect(ended.stderr).toMatch(new RegExp(`ended with status ${status}, but there is no verdict of it in`))
      expect(ended).toMatchObject({ status: 70, stdout: '' })
      expect(existsSync(runs) ? readdirSync(runs) : []).toEqual([])
      expect(readFileSync(report, 'utf8')).toMatch(/<error type="error" message="[^"]*no verdict/)
    })
  }

  const parts: Record<string, (run: MarkedRun) => Member[]> = {
    'its process 1': (run) => run.named('--inside').filter(({ line }) => !/^(timeout|unshare) /.test(line)),
    'what made its namespaces': (run) => run.named('').filter(({ line }) => line.startsWith('unshare ')),
    'what waits outside them': (run) => run.named('').filter(({ line }) => line.startsWith('timeout --kill')),
  }
  for (const [what, find] of Object.entries(parts)) {
    it(`where ${what} was killed, and the report says so`, async ({ expect }) => {
      const report = join(folder, `${what}.xml`)
      const run = startMarked(['run', 'close-wait', '--report', `junit=${report}`])
      await inItsMiddle(run)
      signalAll(find(run), 'SIGKILL')
      const { exitCode, stderr } = await run.command
      expect(stderr).toMatch(/the run was ended from outside|there is no verdict of it/)
      expect(exitCode).toBe(70)
      expect(readFileSync(report, 'utf8')).toMatch(/<error type="error" message="[^"]*(ended from outside|no verdict)/)
      await isGone(run)
    })
  }

  it('where a capture is garbage', async ({ expect }) => {
    const tcpdump = `case "$*" in *--version*) echo 1;; *) echo listening on >&2; echo this is no capture at all; sleep 600;; esac`
    const run = startMarked(['run', 'handshake'], spoilt({ tcpdump }))
    const { exitCode, stdout } = await run.command
    expect(stdout).toContain('not a capture file')
    expect(exitCode).toBe(2)
    await isGone(run)
  })

  it('where a tool fails once, or it does without that look', async ({ expect }) => {
    const once = join(folder, 'ss-has-failed')
    const ss = `case "$*" in *-HtanoeOi*) mkdir ${once} 2>/dev/null && echo not today >&2 && exit 1;; esac\n${real('ss')}`
    const { status, stdout, stderr } = await lab(['run', 'close-wait'], { env: spoilt({ ss }) })
    expect([0, 2, 70]).toContain(status)
    expect(existsSync(once)).toBe(true)
    if (status === 70) expect(stderr).toContain('not today')
    else expect(stdout).toContain('claims hold')
  })

  it.skipIf(process.getuid?.() !== 0)('where the disk is full, before it begins or on the way', async ({ expect }) => {
    for (const size of ['4k', '40k']) {
      const runs = mkdtempSync(join(folder, 'disk-'))
      const script = 'mount -t tmpfs -o size="$1" tmpfs "$2" && shift 2 && exec "$@"'
      const command = [process.execPath, join(project, 'src', 'cli.ts'), 'run', 'handshake']
      const { exitCode, stderr } = await execa(
        'unshare',
        ['--mount', 'sh', '-c', script, 'sh', size, runs, ...command],
        {
          reject: false,
          env: { TCP_LABS_RUNS: runs },
        },
      )
      expect(stderr).toMatch(/ENOSPC|no room|no space/)
      expect(exitCode).toBe(70)
    }
  })
})
