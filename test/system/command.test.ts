import { once } from 'node:events'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { bounded } from '../../src/system/bounded.ts'
import { kill, run, start, stop } from '../../src/system/command.ts'
import { processOf } from '../../src/system/processes.ts'
import { runTool } from '../../src/system/tool.ts'

describe('a command', () => {
  it('has ended when it exits, though a process that it has left behind holds its output', async () => {
    const begun = performance.now()
    const running = start('sh', ['-c', 'setsid sleep 4 & yes | head -c 1000000'])
    let said = 0
    running.stdout.on('data', (chunk: Buffer) => {
      said += chunk.length
    })
    expect(await running.ended).toEqual({ status: 0 })
    expect(said).toBe(1_000_000)
    expect(performance.now() - begun).toBeLessThan(3000)
  })

  it('has said all that it said before it exits, however much that is', async () => {
    expect((await run('sh', ['-c', 'yes | head -c 1000000'])).length).toBe(1_000_000)
  })

  it('that fails is told with its status and its complaint', async () => {
    await expect(run('sh', ['-c', 'echo alas >&2; exit 3'])).rejects.toThrow(/'sh -c .*' failed with status 3: alas/)
  })

  it('that fails without a word, or is killed, is told so', async () => {
    await expect(run('sh', ['-c', 'exit 3'])).rejects.toThrow("'sh -c exit 3' failed with status 3: it did not say why")
    await expect(run('sh', ['-c', 'kill -KILL $$'])).rejects.toThrow("'sh -c kill -KILL $$' was ended by SIGKILL")
  })

  it('that does not read what it is given is no failure of ours', async () => {
    expect(await run('true', [], 'x'.repeat(1_000_000))).toBe('')
  })

  it('that may not be started is told with the reason', async () => {
    await expect(run('/etc/passwd', [])).rejects.toThrow("'/etc/passwd' could not be started: spawn /etc/passwd EACCES")
  })

  it('that is not there is a lack of the machine', async () => {
    await expect(run('no-such-tool', [])).rejects.toMatchObject({ name: 'HostLacks' })
  })

  it('is read its input, and speaks our language', async () => {
    expect(await run('sh', ['-c', 'cat; echo $LC_ALL'], 'in ')).toBe('in C\n')
  })

  it('that cannot be started has ended with the reason', async () => {
    expect(await start('/no/such/program', []).ended).toMatchObject({ code: 'ENOENT' })
  })
})

describe('what goes on', () => {
  it('is asked to end, and does', async () => {
    const running = start('sleep', ['600'])
    await stop(running)
    expect(running.ending()).toEqual({ signal: 'SIGTERM' })
  })

  it('is killed where it does not listen, and where it is stopped', async () => {
    const deaf = start('sh', ['-c', 'trap "" TERM; echo deaf; while :; do sleep 0.1; done'])
    await once(deaf.stdout, 'data')
    await stop(deaf)
    expect(deaf.ending()).toEqual({ signal: 'SIGKILL' })
    const stopped = start('sleep', ['600'])
    process.kill(stopped.pid, 'SIGSTOP')
    await expect.poll(() => processOf(stopped.pid)?.state).toBe('T')
    await kill(stopped)
    expect(stopped.ending()).toEqual({ signal: 'SIGKILL' })
  })
})

describe('a limit', () => {
  afterEach(() => void vi.useRealTimers())

  it('is over after its time', async () => {
    vi.useFakeTimers()
    const work = bounded(new Promise(() => {}), 2000, 'it did not come')
    const failed = expect(work).rejects.toThrow('it did not come within 2 s')
    await vi.advanceTimersByTimeAsync(2000)
    await failed
  })

  it('does not count the time that a busy machine keeps from us', async () => {
    const begun = performance.now()
    const busy = setInterval(() => {
      for (const from = performance.now(); performance.now() - from < 30; );
    }, 1)
    await bounded(new Promise(() => {}), 200, 'it did not come').catch(() => {})
    clearInterval(busy)
    expect(performance.now() - begun).toBeGreaterThan(600)
  })

  it('leaves what comes in time alone', async () => {
    expect(await bounded(Promise.resolve(3), 1000, 'three did not come')).toBe(3)
  })
})

describe('a tool that somebody waits for', () => {
  it('is run as a command is, with the same words for what went wrong', async () => {
    expect(await runTool('sh', ['-c', 'cat; echo $LC_ALL'], 'in ')).toBe('in C\n')
    await expect(runTool('sh', ['-c', 'echo alas >&2; exit 3'])).rejects.toThrow(
      /'sh -c .*' failed with status 3: alas/,
    )
    await expect(runTool('sh', ['-c', 'kill -KILL $$'])).rejects.toThrow("'sh -c kill -KILL $$' was ended by SIGKILL")
    await expect(runTool('/etc/passwd', [])).rejects.toThrow(/'\/etc\/passwd' could not be started: .*EACCES/)
    await expect(runTool('no-such-tool', [])).rejects.toMatchObject({ name: 'HostLacks' })
  })
})
