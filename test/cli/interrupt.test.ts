import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { project } from '../labs/cli.ts'
import { inItsMiddle, isGone, startMarked } from '../labs/marked.ts'

/** Every process of one run carries its mark in its environment, so that other runs at the same time do not count. */
function commandsMarked(mark: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => read(`/proc/${pid}/environ`).includes(mark))
    .map((pid) => read(`/proc/${pid}/cmdline`).replaceAll('\0', ' '))
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    // It ended meanwhile, or is another user's.
    return ''
  }
}

const printed = async (command: string, ...args: string[]): Promise<string> =>
  (await execa(command, args, { env: { PATH: `${process.env.PATH}:/usr/sbin:/sbin` } })).stdout

/** Tracing instances of one run, or none for those who may not make any. */
async function tracingOf(slot: string): Promise<string[]> {
  if (process.getuid?.() !== 0) return []
  const listing = await printed('unshare', '--mount', 'sh', '-c', 'mount -t tracefs tracefs /mnt && ls /mnt/instances')
  return listing.split('\n').filter((name) => name.startsWith(`tcp-labs-${slot}-`))
}

describe('an interrupted run', { timeout: 60_000 }, () => {
  it('ends with status 130 and leaves no process, namespace, link or tracing instance', async () => {
    const before = [await printed('ip', 'netns'), await printed('ip', '-o', 'link')]
    const mark = randomUUID()
    const run = execa(process.execPath, ['src/cli.ts', 'run', 'close-wait'], {
      cwd: project,
      reject: false,
      stdin: 'ignore',
      // By sudo its processes would be root's, and their environment closed to us.
      env: { TEST_MARK: mark, TCP_LABS_SUDO: '' },
    })
    await expect
      .poll(() => commandsMarked(mark).some((line) => line.includes('close-wait/server.ts')), { timeout: 15_000 })
      .toBe(true)
    const slot = /--inside (\d+)/.exec(commandsMarked(mark).join('\n'))?.[1] ?? ''
    const tracing = await tracingOf(slot)

    run.kill('SIGINT')
    const { exitCode, stderr } = await run
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 130,
      stderr: expect.stringContaining('interrupted (SIGINT)'),
    })
    await expect.poll(() => commandsMarked(mark), { timeout: 10_000 }).toEqual([])
    expect([await printed('ip', 'netns'), await printed('ip', '-o', 'link')]).toEqual(before)
    if (process.getuid?.() === 0) expect(tracing).toHaveLength(1)
    expect(await tracingOf(slot)).toEqual([])
  })
})

describe('a run whose command was killed', { timeout: 60_000 }, () => {
  it('takes everything down by itself: not even its tracing instance is left', async () => {
    const run = startMarked(['run', 'close-wait'])
    await inItsMiddle(run)
    const slot = /--inside (\d+)/.exec(run.named('--inside')[0]?.line ?? '')?.[1] ?? ''
    if (process.getuid?.() === 0) expect(await tracingOf(slot)).toHaveLength(1)
    run.signal('SIGKILL')
    await run.command
    await isGone(run)
    expect(await tracingOf(slot)).toEqual([])
  })
})
