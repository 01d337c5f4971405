import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { readVerdict } from '../../src/run/verdict-file.ts'
import { family, project } from '../labs/cli.ts'
import { didNotHold } from '../labs/told.ts'
import { until } from './scene.ts'

const isRoot = process.getuid?.() === 0
const cli = [process.execPath, 'src/cli.ts']

function start([command = '', ...args]: readonly string[]): { child: ChildProcess; status: Promise<number> } {
  const child = spawn(command, args, { cwd: project, stdio: ['pipe', 'ignore', 'ignore'] })
  return { child, status: once(child, 'close').then(([status]) => status as number) }
}

const sleep = (time: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, time))

/** Sends the signal to what a run has started under this name, once the play goes on. */
async function strike(pid: number, name: string, signal: NodeJS.Signals): Promise<number> {
  const named = () => [...family(pid)].filter(([, line]) => line.startsWith(name)).map(([each]) => each)
  await until(() => named().length === 3)
  await sleep(1500)
  const struck = named()
  for (const each of struck) process.kill(each, signal)
  return struck.length
}

describe('a run whose witnesses are attacked', () => {
  it.each(['SIGKILL', 'SIGSTOP'] as const)(
    'by %s to every tcpdump does not pass',
    async (signal) => {
      const { child, status } = start([...cli, 'run', 'close-wait', '--again', '0'])
      expect(await strike(child.pid ?? 0, 'tcpdump', signal)).toBe(3)
      expect(await status).toBe(2)
    },
    60_000,
  )
})

describe.skipIf(!isRoot)('two runs with one slot, as two containers may have it,', () => {
  const own = ['unshare', '--mount', '--net', '--pid', '--fork', '--kill-child', '--mount-proc']

  it.each(['simultaneous-open', 'stale-syn', 'listen'])(
    'play %s and do not disturb each other',
    async (name) => {
      // On a busy machine nobody can always tell whose a listener is that looks alike: that is unknown, and played again.
      for (let time = 1; ; time++) {
        const folders = await Promise.all([1, 2].map(() => mkdtemp(join(tmpdir(), 'tcp-labs-slot-'))))
        onTestFinished(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))).then(() => {}))
        const runs = folders.map((folder) =>
          start([...own, ...cli, '--inside', '509', '--record', folder, 'run', name]),
        )
        const statuses = await Promise.all(runs.map(({ status }) => status))
        const verdicts = folders.map((folder) => readVerdict(folder))
        if (time < 4 && verdicts.some((verdict) => verdict?.verdict === 'unknown')) continue
        expect(statuses, verdicts.flatMap((verdict) => (verdict ? didNotHold(verdict) : [])).join('\n')).toEqual([0, 0])
        return
      }
    },
    120_000,
  )
})
