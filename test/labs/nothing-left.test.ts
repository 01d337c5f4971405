import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { alive, family, lab, project, stateOfHost } from './cli.ts'

/** Starts a lab that lasts three seconds and waits until its server is there: the run is in its middle then. */
async function inTheMiddle() {
  const run = execa(process.execPath, ['src/cli.ts', 'run', 'close-wait'], {
    cwd: project,
    reject: false,
    stdin: 'ignore',
  })
  await once(run.stderr, 'data')
  const members = () => family(run.pid ?? 0)
  const hasServer = () => [...members().values()].some((line) => line.includes('close-wait/server.ts'))
  await expect.poll(hasServer, { timeout: 15_000 }).toBe(true)
  return { run, pids: [...members().keys()] }
}

const gone = (pids: readonly number[]) => expect.poll(() => alive(pids), { timeout: 15_000 }).toEqual([])

describe('a run leaves the host as it was', { timeout: 60_000 }, () => {
  it('after passing and after failing', async () => {
    const before = await stateOfHost()
    await lab(['run', 'close-wait'])
    await lab(['run', 'fin-wait-1', '--twin', 'client-resets'])
    expect(await stateOfHost()).toBe(before)
  })

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    it(`after ${signal}, with status 130`, async () => {
      const before = await stateOfHost()
      const { run, pids } = await inTheMiddle()
      run.kill(signal)
      expect((await run).exitCode).toBe(130)
      await gone(pids)
      expect(await stateOfHost()).toBe(before)
    })
  }

  it('after SIGKILL of the command itself', async () => {
    const before = await stateOfHost()
    const { run, pids } = await inTheMiddle()
    run.kill('SIGKILL')
    await run
    await gone(pids)
    expect(await stateOfHost()).toBe(before)
  })

  it('after SIGKILL of the command, its namespaces and the run within', async () => {
    const before = await stateOfHost()
    const { run, pids } = await inTheMiddle()
    for (const pid of pids.slice(0, 3)) process.kill(pid, 'SIGKILL')
    await run
    await gone(pids)
    expect(await stateOfHost()).toBe(before)
  })

  it('and its captures and record are where the verdict says', async () => {
    const { stdout } = await lab(['run', 'handshake', '--json'])
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, verdict: 'pass', status: 0 })
    const files = readdirSync(`${project}/runs/handshake/latest`).sort()
    expect(files).toEqual(['client.pcap', 'evidence.jsonl', 'router.pcap', 'server.pcap', 'verdict.json'])
  })
})
