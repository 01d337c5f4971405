import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'vitest'
import { loadEvidence } from '../../src/evidence/load.ts'
import { factsOf } from '../../src/evidence.ts'
import { project } from './cli.ts'
import { eventually, inItsMiddle, isGone, signalAll, startMarked } from './marked.ts'

const fixture = (name: string): string => join(project, 'test', 'fixtures', 'programs', name)
const server = `${process.execPath} ${join(project, 'labs', 'close-wait', 'server.ts')}`
/** The lab's own server, by way of a program that does something besides; some want more processes than is usual. */
const beside = (name: string): string[] => [
  ...['--server', `sh ${fixture(name)} ${server}`],
  ...['--limit', 'processes=400'],
]

interface Verdict {
  readonly record: string
  readonly claims: ReadonlyArray<{ readonly id: string; readonly verdict: string }>
}

async function play(...args: readonly string[]) {
  const run = startMarked(['run', 'close-wait', '--json', ...args])
  const begun = performance.now()
  const { exitCode, stdout, stderr } = await run.command
  const verdict = JSON.parse(String(stdout) || '{}') as Verdict
  return { run, status: exitCode, stderr, verdict, seconds: (performance.now() - begun) / 1000 }
}

const left = (record: string): string[] =>
  factsOf(loadEvidence(record), 'program').flatMap((fact) => (fact.deed === 'left' ? [fact.text] : []))

describe.concurrent('a server with processes besides its own', { timeout: 60_000 }, () => {
  for (const name of ['helper-holds-output.sh', 'many-orphans.sh', 'many-sleepers.sh']) {
    it(`${name} passes, and nothing of it stays`, async ({ expect }) => {
      const { run, status, verdict } = await play(...beside(name))
      expect(verdict.claims.find(({ id }) => id === 'universal.nothing-left')?.verdict).toBe('holds')
      // One that goes on to the end has left nothing.
      if (name === 'helper-holds-output.sh') expect(left(verdict.record)).toEqual([])
      expect(status).toBe(0)
      await isGone(run)
    })

    it(`${name} is gone after the first SIGTERM`, async ({ expect }) => {
      const run = startMarked(['run', 'close-wait', ...beside(name)])
      await inItsMiddle(run)
      run.signal('SIGTERM')
      expect((await run.command).exitCode).toBe(130)
      await isGone(run)
    })

    it(`${name} is gone after SIGKILL of the command`, async () => {
      const run = startMarked(['run', 'close-wait', ...beside(name)])
      await inItsMiddle(run)
      run.signal('SIGKILL')
      await run.command
      await isGone(run)
    })
  }

  it('daemon.sh ends at once, and the record names what it has left', async ({ expect }) => {
    const { run, verdict } = await play(...beside('daemon.sh'))
    expect(left(verdict.record).join()).toMatch(/^node \S*labs\/close-wait\/.*\(process \d+\)$/)
    expect(verdict.claims.find(({ id }) => id === 'universal.nothing-left')?.verdict).toBe('holds')
    await isGone(run)
  })
})

describe.concurrent('a program under test', { timeout: 60_000 }, () => {
  it('is not process 1 of its namespace, and hears signals as anywhere', async ({ expect }) => {
    const { verdict } = await play('--server', `sh ${fixture('signals-itself.sh')}`)
    const exits = factsOf(loadEvidence(verdict.record), 'program').filter((fact) => fact.deed === 'exited')
    const ends = exits.filter(({ host }) => host === 'server')
    expect(ends.map(({ ending }) => ending)).toEqual([{ signal: 'SIGTERM' }])
  })

  it("keeps the caller's language, while the tools speak ours", async ({ expect }) => {
    const run = startMarked(['run', 'close-wait'], { LC_ALL: 'de_DE.UTF-8' })
    await inItsMiddle(run)
    const languageOf = (part: string) =>
      run.named(part).map(({ pid }) => /\0LC_ALL=([^\0]*)/.exec(readFileSync(`/proc/${pid}/environ`, 'utf8'))?.[1])
    expect(languageOf('close-wait/server.ts')).toEqual(['de_DE.UTF-8'])
    expect([...new Set(languageOf('tcpdump'))]).toEqual(['C'])
    await run.command
  })
})

describe('what holds a host', { timeout: 60_000 }, () => {
  it('is part of the harness: ended by somebody, the run has failed with status 70', async ({ expect }) => {
    const run = startMarked(['run', 'close-wait'])
    await inItsMiddle(run)
    await eventually('the hosts are held', () => run.named('').some(({ line }) => line === 'cat '))
    signalAll(
      run
        .named('')
        .filter(({ line }) => line === 'cat ')
        .slice(0, 1),
      'SIGKILL',
    )
    const { exitCode, stderr } = await run.command
    expect(stderr).toMatch(/process \d+, which holds the namespaces of the \w+, was ended from outside/)
    expect(exitCode).toBe(70)
    await isGone(run)
  })
})
