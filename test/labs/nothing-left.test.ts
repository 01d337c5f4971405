import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { lab, project, runningLabs, stateOfHost } from './cli.ts'

/** Starts a lab that lasts three seconds and waits until its server is there: the run is in its middle then. */
async function inTheMiddle() {
  const run = execa(process.execPath, ['src/cli.ts', 'run', 'close-wait'], {
    cwd: project,
    reject: false,
    stdin: 'ignore',
  })
  await once(run.stderr, 'data')
  await expect
    .poll(async () => (await runningLabs()).some((line) => line.includes('close-wait/server.ts')), { timeout: 10_000 })
    .toBe(true)
  return { run }
}

const gone = () => expect.poll(runningLabs, { timeout: 10_000 }).toEqual([])

describe('a run leaves the host as it was', { timeout: 60_000 }, () => {
  it('after passing and after failing', async () => {
    const before = await stateOfHost()
    await lab(['run', 'close-wait'])
    await lab(['run', 'close-wait', '--twin', 'server-closes'])
    expect(await stateOfHost()).toBe(before)
    await gone()
  })

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    it(`after ${signal}, with status 130`, async () => {
      const before = await stateOfHost()
      const { run } = await inTheMiddle()
      run.kill(signal)
      expect((await run).exitCode).toBe(130)
      await gone()
      expect(await stateOfHost()).toBe(before)
    })
  }

  it('after SIGKILL of the command itself', async () => {
    const before = await stateOfHost()
    const { run } = await inTheMiddle()
    run.kill('SIGKILL')
    await run
    await gone()
    expect(await stateOfHost()).toBe(before)
  })

  it('after SIGKILL of everything at once', async () => {
    const before = await stateOfHost()
    const { run } = await inTheMiddle()
    const inner = (await runningLabs()).flatMap((line) =>
      line.includes('--inside') ? [Number.parseInt(line, 10)] : [],
    )
    for (const pid of [run.pid ?? 0, ...inner]) process.kill(pid, 'SIGKILL')
    await run
    await gone()
    expect(await stateOfHost()).toBe(before)
  })

  it('and its captures and record are where the verdict says', async () => {
    const { stdout } = await lab(['run', 'handshake', '--json'])
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, verdict: 'pass', status: 0 })
    expect(readdirSync(`${project}/runs/handshake/latest`).sort()).toEqual([
      'client.pcap',
      'evidence.jsonl',
      'router.pcap',
      'server.pcap',
      'verdict.json',
    ])
  })
})
