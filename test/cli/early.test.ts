import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, it, onTestFinished } from 'vitest'
import { project } from '../labs/cli.ts'

/** The command, which is sent a signal so many milliseconds after its first line of JavaScript; what it starts is not. */
async function interruptedAfter(delay: number, args: readonly string[], name = 'SIGINT') {
  const send = `if (!process.argv.includes('--inside')) setTimeout(() => process.kill(process.pid, '${name}'), ${delay})`
  const sooner = ['--import', `data:text/javascript,${encodeURIComponent(send)}`]
  const { exitCode, stderr, signal } = await execa(process.execPath, [...sooner, 'src/start.mjs', ...args], {
    cwd: project,
    reject: false,
    stdin: 'pipe',
    timeout: 60_000,
  })
  return { exitCode, stderr, signal }
}

describe('a command that is interrupted as soon as it is typed', { timeout: 120_000 }, () => {
  it.each([0, 1, 20, 50, 80, 110, 150, 200, 300, 500])('ends with its message, after %i ms', async (delay) => {
    const { exitCode, stderr, signal } = await interruptedAfter(delay, ['run', 'close-wait'])
    expect(stderr).toMatch(/lab: interrupted \(SIGINT\); nothing was left behind$/)
    expect({ exitCode, signal }).toEqual({ exitCode: 130, signal: undefined })
  })

  it.each([
    ['SIGTERM', ['run', 'close-wait']],
    ['SIGHUP', ['run', 'close-wait', '--verbose']],
    // It waits for its standard input, and listens to no signal itself.
    ['SIGINT', ['predict', 'close-wait', '--answers', '-']],
  ])('ends with its message after %s, too', async (name, args) => {
    const { exitCode, stderr } = await interruptedAfter(1, args, name)
    expect(stderr).toMatch(new RegExp(`lab: interrupted \\(${name}\\); nothing was left behind$`))
    expect(exitCode).toBe(130)
  })
})

describe('a command that only reads and counts', { timeout: 120_000 }, () => {
  /** Says that it is at work, and then works for long without its loop turning. */
  const works = `import { writeSync } from 'node:fs'
    process.stdout.write = () => {
      writeSync(2, 'at work')
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 30000)
    }`

  it('ends at Ctrl+C, whatever it is at', async () => {
    const sooner = ['--import', `data:text/javascript,${encodeURIComponent(works)}`]
    const run = execa(process.execPath, [...sooner, 'src/start.mjs', 'coverage'], { cwd: project, reject: false })
    await once(run.stderr, 'data')
    run.kill('SIGINT')
    const { exitCode, signal, stderr } = await run
    expect({ exitCode, signal, stderr }).toEqual({ exitCode: undefined, signal: 'SIGINT', stderr: 'at work' })
  })
})

describe('a run that is interrupted in the middle', { timeout: 120_000 }, () => {
  it('leaves no captures that nobody can judge', async () => {
    const runs = mkdtempSync(join(tmpdir(), 'tcp-labs-interrupted-'))
    onTestFinished(() => rmSync(runs, { recursive: true }))
    const run = execa(process.execPath, ['src/start.mjs', 'run', 'close-wait'], {
      cwd: project,
      reject: false,
      stdin: 'ignore',
      env: { TCP_LABS_RUNS: runs },
    })
    const files = (): string[] => readdirSync(runs, { recursive: true }).map(String)
    await expect.poll(() => files().some((file) => file.endsWith('client.pcap')), { timeout: 60_000 }).toBe(true)
    run.kill('SIGINT')
    const { exitCode, stderr } = await run
    expect(exitCode, stderr).toBe(130)
    expect(files()).toEqual([])
  })
})

describe('a command whose reader has read enough', { timeout: 120_000 }, () => {
  it.each(['run handshake', 'list', 'show test/fixtures/runs/handshake --json'])(
    'ends quietly: %s',
    async (command) => {
      const { stdout, stderr } = await execa(
        'sh',
        ['-c', `"$0" src/start.mjs ${command} | head -1`, process.execPath],
        {
          cwd: project,
        },
      )
      expect(stdout.split('\n')).toHaveLength(1)
      expect(stderr).not.toMatch(/EPIPE|Error|failed/)
    },
  )
})
