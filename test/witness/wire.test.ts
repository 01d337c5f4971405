import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Milliseconds, ms } from '../../src/tcp.ts'
import { watchWire } from '../../src/witness/wire.ts'
import { makeScene, until } from './scene.ts'

const capture = join(import.meta.dirname, '..', 'fixtures', 'ethernet-nano.pcap')

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wire-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Says that it listens, does so, answers like tcpdump, and goes on until it is ended. */
const program = (
  does: string,
  counts = '10 packets captured, 20 packets received by filter, 0 packets dropped by kernel',
) => `trap 'echo "${counts}" >&2' USR1; echo "listening on lo" >&2; ${does}; while :; do sleep 0.05; done`

/** A scene with this program in tcpdump's place; its packets are of the story's first moments. */
function sceneWith(script: string, end?: Milliseconds) {
  const first = readFileSync(capture)
  const began = BigInt(first.readUInt32LE(24)) * 1_000_000_000n + BigInt(first.readUInt32LE(28))
  const { scene, ...rest } = makeScene({
    folder,
    inside: () => ({ command: 'bash', args: ['-c', script] }),
    pass: () => {},
    ended: () => end,
  })
  const { clock } = scene
  const clockOfCapture = { ...clock, now: clock.now, fromRealtime: (time: bigint) => ms(Number(time - began) / 1e12) }
  return { scene: { ...scene, clock: clockOfCapture }, ...rest }
}

describe('the wire', () => {
  it('is seen whole where tcpdump has handed over all that it counts', async () => {
    const { scene, told, blind } = sceneWith(program(`cat ${capture}`))
    const wire = await watchWire(scene)
    await until(() => told.length > 20)
    await wire.drain()
    await wire.stop()
    expect(told.length).toBeGreaterThan(20)
    expect(blind()).toEqual([])
    expect(readFileSync(join(folder, 'server.pcap'))).toEqual(readFileSync(capture))
  })

  it('is seen no more when tcpdump has ended, at once and up to the end', async () => {
    const { scene, blind } = sceneWith(program(`cat ${capture}; kill -KILL $$`))
    const wire = await watchWire(scene)
    await until(() => blind().length > 0)
    expect(blind()[0]).toMatchObject({ host: 'server', by: 'wire', cause: { is: 'ended', how: 'SIGKILL' } })
    await new Promise((resolve) => setTimeout(resolve, 50))
    await wire.drain()
    const [first, last] = [blind()[0], blind().at(-1)]
    expect((last?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThan(40)
    expect((last?.at ?? 0) - (last?.within ?? 0)).toBeCloseTo((first?.at ?? 0) - (first?.within ?? 0), 3)
    await wire.stop()
    expect(blind()).toHaveLength(2)
  })

  it('may have been seen in part where the kernel dropped some', async () => {
    const counts = '10 packets captured, 20 packets received by filter, 3 packets dropped by kernel'
    const { scene, blind } = sceneWith(program('true', counts))
    const wire = await watchWire(scene)
    await wire.drain()
    await wire.stop()
    expect(blind()).toMatchObject([{ host: 'server', cause: { is: 'overrun', lost: 3 } }])
    expect(blind()[0]?.within).toBe(blind()[0]?.at)
  })

  it('may have been seen in part where tcpdump is stopped and does not answer, and the run ends all the same', async () => {
    // It ignores what it is asked from before it is asked.
    const { scene, blind } = sceneWith(`trap '' USR1; echo "listening on lo" >&2; kill -STOP $$; sleep 60`)
    const wire = await watchWire(scene)
    await wire.drain()
    await wire.stop()
    expect(blind()).toMatchObject([{ cause: { is: 'not told in time', patience: 5000 } }])
  }, 10_000)

  it('is seen no more when what comes is no capture', async () => {
    const { scene, blind } = sceneWith(program('echo this is not what a capture looks like'))
    const wire = await watchWire(scene)
    await until(() => blind().length > 0)
    await wire.drain()
    await wire.stop()
    expect(blind()).toHaveLength(2)
    expect(blind()[1]?.cause).toMatchObject({ is: 'damaged', damage: expect.stringMatching(/^not a capture file/) })
  })

  it('that cannot be kept is an error of ours', async () => {
    symlinkSync('/dev/full', join(folder, 'server.pcap'))
    const { scene, told } = sceneWith(program(`cat ${capture}`))
    const wire = await watchWire(scene)
    await until(() => told.length > 20)
    await expect(wire.drain()).rejects.toThrow(/the capture .*server.pcap cannot be written: ENOSPC/)
    await expect(wire.stop()).rejects.toThrow(/ENOSPC/)
  })

  it('is kept up to the end of the story, in whole packets', async () => {
    const { scene, told } = sceneWith(program(`cat ${capture}; printf half`), ms(0.2e-6))
    const wire = await watchWire(scene)
    await until(() => told.length > 20)
    await wire.drain()
    await wire.stop()
    const kept = readFileSync(join(folder, 'server.pcap'))
    const whole = readFileSync(capture)
    expect(kept.length).toBeGreaterThan(24)
    expect(kept.length).toBeLessThan(whole.length)
    expect(whole.subarray(0, kept.length)).toEqual(kept)
    const inStory = told.filter((fact) => fact.kind === 'segment' && fact.at <= 0.2e-6).length
    expect(kept.length).toBeLessThan(24 + (inStory + 1) * 200)
  })

  it('that tcpdump does not even begin to see is an error of ours', async () => {
    const { scene } = sceneWith('echo "lo: no such device" >&2; exit 1')
    await expect(watchWire(scene)).rejects.toThrow('tcpdump on server lo does not listen: lo: no such device')
  })
})
