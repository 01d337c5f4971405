import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { lab, stateOfHost } from './cli.ts'
import { inItsMiddle, isGone, type MarkedRun, signalAll, startMarked } from './marked.ts'
import { played } from './played.ts'

const isRoot = process.getuid?.() === 0

/** Starts a lab that lasts three seconds and waits until its server is there. */
async function inTheMiddle(): Promise<MarkedRun> {
  const run = startMarked(['run', 'close-wait'])
  await inItsMiddle(run)
  return run
}

const slotOf = (run: MarkedRun): string => /--inside (\d+)/.exec(run.named('--inside')[0]?.line ?? '')?.[1] ?? ''

/** Tracing instances of one run, or none for those who may not make any. */
async function tracingOf(slot: string): Promise<string[]> {
  if (!isRoot) return []
  const list = 'mount -t tracefs tracefs /mnt && ls /mnt/instances'
  const { stdout } = await execa('unshare', ['--mount', 'sh', '-c', list])
  return stdout.split('\n').filter((name) => name.startsWith(`tcp-labs-${slot}-`))
}

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
      const run = await inTheMiddle()
      const slot = slotOf(run)
      if (isRoot) expect(await tracingOf(slot)).toHaveLength(1)
      run.signal(signal)
      const { exitCode, stderr } = await run.command
      expect({ exitCode, stderr }).toMatchObject({
        exitCode: 130,
        stderr: expect.stringContaining(`interrupted (${signal})`),
      })
      await isGone(run)
      expect(await tracingOf(slot)).toEqual([])
      expect(await stateOfHost()).toBe(before)
    })
  }

  it('after SIGKILL of the command itself', async () => {
    const before = await stateOfHost()
    const run = await inTheMiddle()
    const slot = slotOf(run)
    run.signal('SIGKILL')
    await run.command
    await isGone(run)
    expect(await tracingOf(slot)).toEqual([])
    expect(await stateOfHost()).toBe(before)
  })

  it('after SIGKILL of the command, its namespaces and the run within', async () => {
    const before = await stateOfHost()
    const run = await inTheMiddle()
    signalAll(
      run.members().filter(({ line }) => /cli\.ts run|^(timeout|unshare) |--inside/.test(line)),
      'SIGKILL',
    )
    await run.command
    await isGone(run)
    expect(await stateOfHost()).toBe(before)
  })

  it('and its captures and record are where the verdict says', { timeout: 900_000 }, async () => {
    const { folder, verdict } = await played({ lab: 'handshake', family: 'IPv4' })
    expect(verdict).toMatchObject({ version: 1, verdict: 'pass', status: 0 })
    const files = ['client.pcap', 'evidence.jsonl', 'router.pcap', 'server.pcap', 'verdict.json']
    expect(readdirSync(folder).sort()).toEqual(files)
    // Of the lab or of a variant, whichever ended last.
    expect(readdirSync(join(dirname(folder), 'latest'))).toEqual(
      expect.arrayContaining(['evidence.jsonl', 'verdict.json']),
    )
  })
})
