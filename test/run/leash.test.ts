import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { project } from '../labs/cli.ts'

/** A process on a leash, which does this and tells of it line by line; `leash` is at hand. */
function onLeash(program: string) {
  const script = `
    import { takeLeash } from '${project}/src/run/leash.ts'
    const leash = takeLeash()
    const tell = (...words) => console.log(...words)
    leash.signal.addEventListener('abort', () => {
      tell(leash.signal.reason.name, leash.signal.reason.message.split('\\n')[0])
      leash.drop()
    })
    ${program}`
  const child = execa(process.execPath, ['--input-type=module', '--eval', script], {
    stdin: 'pipe',
    reject: false,
    timeout: 20_000,
    lines: true,
  })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  const says = (wanted: string) => expect.poll(() => said.split('\n'), { timeout: 15_000 }).toContain(wanted)
  return { child, says }
}

describe('a run on its leash', { timeout: 30_000 }, () => {
  it('must stop when whoever holds it asks, and is told why', async () => {
    const { child } = onLeash('')
    child.stdin.write('interrupt SIGTERM\n')
    expect((await child).stdout).toEqual(['Interrupted SIGTERM'])
    expect((await child).exitCode).toBe(0)
  })

  it('must stop when whoever holds it is gone', async () => {
    const { child } = onLeash('')
    child.stdin.end()
    expect((await child).stdout).toEqual(['Interrupted the command that started the run is gone'])
  })

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('must stop at %s', async (name) => {
    const { child, says } = onLeash("tell('here')")
    await says('here')
    child.kill(name)
    expect((await child).stdout).toEqual(['here', `Interrupted ${name}`])
  })

  it('has failed, and must stop, by an error that nobody caught', async () => {
    const { child } = onLeash("setImmediate(() => { throw new Error('a fault of ours') })")
    expect((await child).stdout).toEqual(['HarnessFailed Error: a fault of ours'])
  })

  it('goes on once for each Enter, also for one that came early', async () => {
    const { child, says } = onLeash(`
      tell('here')
      await new Promise((resolve) => process.stdin.once('data', () => setImmediate(resolve)))
      await leash.enter()
      tell('once')
      await leash.enter()
      tell('twice')
      leash.drop()`)
    await says('here')
    child.stdin.write('enter\n')
    await says('once')
    child.stdin.write('enter\n')
    expect((await child).stdout).toEqual(['here', 'once', 'twice'])
  })

  it('learns the numbers by which its processes are known outside, if only later', async () => {
    const { child } = onLeash('leash.pidOutside(7).then((pid) => { tell(pid); leash.drop() })')
    child.stdin.write('pids 5:105 6:106\n')
    child.stdin.write('pids 7:107\n')
    expect((await child).stdout).toEqual(['107'])
  })

  it('can be cut off: one that does not come down in nine seconds ends, with the status of why', async () => {
    const { child } = onLeash(`
      leash.drop = () => {}
      setInterval(() => {}, 1000)`)
    child.stdin.write('interrupt SIGINT\n')
    const { exitCode, stderr } = await child
    expect(stderr.join()).toMatch(/could not be taken down within 9 s, and was cut off: SIGINT/)
    expect(exitCode).toBe(130)
  })
})
