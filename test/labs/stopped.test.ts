import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, it } from 'vitest'
import { project } from './cli.ts'
import { eventually, inItsMiddle, isGone, type MarkedRun, type Member, startMarked, stopAll } from './marked.ts'
import { pathWith, type SpoiltPath } from './path.ts'

/** The run's own processes, from the command outside to process 1 within, by what their command lines hold. */
const leaders = {
  'what dies with its command': (run: MarkedRun) =>
    run.named('').filter(({ line }) => line.startsWith('timeout --fore')),
  'what waits outside its namespaces': (run: MarkedRun) =>
    run.named('').filter(({ line }) => line.startsWith('timeout --kill')),
  'what made its namespaces': (run: MarkedRun) => run.named('').filter(({ line }) => line.startsWith('unshare ')),
  'its process 1': (run: MarkedRun) => run.named('--inside').filter(({ line }) => !/^(timeout|unshare) /.test(line)),
}

const helpers = {
  'a capture': (run: MarkedRun) => run.named('').filter(({ line }) => line.startsWith('tcpdump ')),
}

/** A run in the middle of its story, in which these processes are stopped. */
async function stoppedRun(find: (run: MarkedRun) => readonly Member[]): Promise<MarkedRun> {
  // Played once: what does not answer is taken for late, and the next run's would.
  const run = startMarked(['run', 'close-wait', '--again', '0'])
  await inItsMiddle(run)
  await stopAll(find(run))
  return run
}

describe.concurrent('a run of which something is stopped', { timeout: 90_000 }, () => {
  for (const [what, find] of Object.entries(leaders)) {
    it(`is killed where it is ${what}: status 70, and nothing stays`, async ({ expect }) => {
      const run = await stoppedRun(find)
      const { exitCode, stderr } = await run.command
      expect(stderr).toMatch(/process \d+ of the run was stopped, and the run was killed/)
      expect(exitCode).toBe(70)
      await isGone(run)
    })

    it(`is gone after SIGKILL of its command where it is ${what}`, async () => {
      const run = await stoppedRun(find)
      run.signal('SIGKILL')
      await run.command
      await isGone(run)
    })
  }

  for (const [what, find] of Object.entries(helpers)) {
    it(`ends where it is ${what}, without a verdict that would blame the programs, and nothing stays`, async ({
      expect,
    }) => {
      const run = await stoppedRun(find)
      expect([2, 70]).toContain((await run.command).exitCode)
      await isGone(run)
    })

    it(`is interrupted at the first SIGTERM where it is ${what}`, async ({ expect }) => {
      const run = await stoppedRun(find)
      run.signal('SIGTERM')
      expect((await run.command).exitCode).toBe(130)
      await isGone(run)
    })

    it(`is gone after SIGKILL of its command where it is ${what}`, async () => {
      const run = await stoppedRun(find)
      run.signal('SIGKILL')
      await run.command
      await isGone(run)
    })
  }
})

const paths: SpoiltPath[] = []
afterAll(() => {
  for (const each of paths) each.remove()
})

/** The tool, on a machine where it never ends. */
function hanging(tool: string): SpoiltPath['env'] {
  const path = pathWith({ [tool]: 'sleep 600\nexit 1' })
  paths.push(path)
  return path.env
}

describe.concurrent('a run one of whose tools hangs', { timeout: 90_000 }, () => {
  for (const tool of ['ss', 'netstat', 'tcpdump', 'nft']) {
    const lab = tool === 'nft' ? 'reorder' : 'close-wait'
    it(`${tool}: ends by itself, without a verdict that would blame the programs, and nothing stays`, async ({
      expect,
    }) => {
      const run = startMarked(['run', lab], hanging(tool))
      expect([2, 70]).toContain((await run.command).exitCode)
      await isGone(run)
    })

    it(`${tool}: is interrupted by the first SIGTERM`, async ({ expect }) => {
      const run = startMarked(['run', lab], hanging(tool))
      await eventually('it hangs', () => run.named('sleep 600').length > 0)
      run.signal('SIGTERM')
      expect((await run.command).exitCode).toBe(130)
      await isGone(run)
    })

    it(`${tool}: is gone after SIGKILL of its command`, async () => {
      const run = startMarked(['run', lab], hanging(tool))
      await eventually('it hangs', () => run.named('sleep 600').length > 0)
      run.signal('SIGKILL')
      await run.command
      await isGone(run)
    })
  }
})

describe.concurrent('a run that is lost in itself and hears nothing', { timeout: 60_000 }, () => {
  const copy = mkdtempSync(join(tmpdir(), 'tcp-labs-lost-'))
  for (const name of ['src', 'labs', 'package.json']) cpSync(join(project, name), join(copy, name), { recursive: true })
  symlinkSync(join(project, 'node_modules'), join(copy, 'node_modules'))
  const file = join(copy, 'labs', 'close-wait', 'lab.ts')
  const lost = (head: string) => `${head}\nserver.start()\nfor (;;);\n`
  writeFileSync(file, readFileSync(file, 'utf8').replace(/async play\(\{ server.*\{$/m, lost))
  afterAll(() => rmSync(copy, { recursive: true }))

  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    it(`is gone ten seconds after ${signal}`, async ({ expect }) => {
      const run = startMarked(['run', 'close-wait'], {}, copy)
      await inItsMiddle(run)
      run.signal(signal)
      const { exitCode, stderr } = await run.command
      if (signal === 'SIGTERM') {
        expect(exitCode).toBe(130)
        expect(stderr).toMatch(/interrupted \(SIGTERM/)
      }
      await isGone(run)
    })
  }
})
