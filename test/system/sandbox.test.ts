import { randomUUID } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, describe, expect, it } from 'vitest'
import { libc } from '../../src/system/calls.ts'
import { type Confined, startConfined } from '../../src/system/confined.ts'
import { leaveKeys } from '../../src/system/keys.ts'
import { type Limits, usualLimits } from '../../src/system/limits.ts'
import { requireSandbox } from '../../src/system/sandbox.ts'

const folder = mkdtempSync(join(tmpdir(), 'tcp-labs-sandbox-'))
const [own, others] = [join(folder, 'own'), join(folder, 'others')]
for (const each of [own, others]) mkdirSync(each)
chmodSync(folder, 0o755)
chmodSync(own, 0o755)
writeFileSync(join(own, 'mine'), 'mine\n')
writeFileSync(join(others, 'theirs'), 'theirs\n')
afterAll(() => rmSync(folder, { recursive: true }))

/** The checkout may be its owner's alone: of tools that are not the system's none is needed here. */
const laid = (path: string, kind: 'own' | 'tool'): string => (kind === 'tool' ? '/usr' : path)

const order = (limits: Partial<Limits> = {}) => ({
  ...{ environment: { PATH: process.env.PATH ?? '', OF_ITS_OWN: 'yes' }, folder: own },
  ...{ limits: { ...usualLimits, ...limits }, hidden: [], shown: [], laid },
})

/** There is no such key (errno(3)). */
const ENOKEY = 126

let count = 0

/** What a script in a sandbox has printed, how it ended, and at which limits. */
async function sandboxed(script: string, limits: Partial<Limits> = {}, act?: (program: Confined) => void) {
  count += 1
  const name = `test-${process.pid}-${count}`
  const program = startConfined({ ...order(limits), words: ['bash', '-c', script] }, name)
  const printed: Buffer[] = []
  for (const stream of [program.stdout, program.stderr]) stream.on('data', (chunk: Buffer) => printed.push(chunk))
  act?.(program)
  const ending = await program.ended
  const limited = program.limits()
  await program.kill()
  return { ...ending, limited, printed: Buffer.concat(printed).toString() }
}

describe('a sandbox', { timeout: 20_000 }, () => {
  it('makes its program nobody, without a capability and without a way to any', async () => {
    const { printed } = await sandboxed('id -u; grep -E "^(Cap|NoNewPrivs)" /proc/self/status')
    const [uid, ...lines] = printed.trim().split('\n')
    expect(uid).toBe('65534')
    expect(lines).toHaveLength(6)
    for (const line of lines) expect(line).toMatch(/^Cap\w+:\s+0{16}$|^NoNewPrivs:\s+1$/)
  })
  it('shows it its folder, and nothing else of anybody', async () => {
    const { printed } = await sandboxed(`cat mine; ls ${others} ${homedir()} 2>&1; echo $HOME $OF_ITS_OWN; ls -A ~`)
    expect(printed).toMatch(/^mine\n/)
    expect(printed).toContain(`cannot access '${others}'`)
    expect(printed).toMatch(/\/home\/program yes\n$/)
  })
  it('lets it write to nothing but folders that go with it', async () => {
    const written = `written-${randomUUID()}`
    const places = ['/', '/usr', '/etc', '/dev', '/proc/sys/net/ipv4', '/run', own, '/tmp', '/dev/shm', '~']
    const { printed } = await sandboxed(
      places.map((place) => `touch ${place}/${written} 2>/dev/null && echo ${place}`).join('; '),
    )
    expect(printed.trim().split('\n')).toEqual(['/tmp', '/dev/shm', '/home/program'])
    expect(existsSync(join('/tmp', written))).toBe(false)
  })
  it('keeps from it the keys of whoever started it', async () => {
    const [addKey, keyctl] = process.arch === 'x64' ? [248, 250] : [217, 219]
    const add = libc.func('long syscall(long, const char *, const char *, const char *, unsigned long, int)')
    leaveKeys()
    expect(add(addKey, 'user', 'tcp-labs-secret', 'secret', 6, -3)).toBeGreaterThan(0)
    const words = 'my ($type, $name) = ("user", "tcp-labs-secret")'
    const search = `perl -e '${words}; print syscall(${keyctl}, 10, -3, $type, $name, 0) < 0 ? $! + 0 : "found"'`
    expect((await execa('sh', ['-c', search])).stdout).toBe('found')
    expect((await sandboxed(search)).printed).toBe(String(ENOKEY))
  })
  it('shows it its own processes alone', async () => {
    const { printed } = await sandboxed('echo /proc/[0-9]*')
    expect(printed.trim().split(' ').length).toBeLessThanOrEqual(3)
  })
  it('lets it make no namespaces of its own', async () => {
    expect(await sandboxed('unshare --user true')).toMatchObject({ status: 1 })
  })
  it('lets it have sockets of the network and of its own host alone', async () => {
    const python = (statement: string) => sandboxed(`python3 -c 'import socket; ${statement}'`)
    expect(await python('socket.socket(40)')).toMatchObject({ printed: expect.stringContaining('not supported') })
    const usual = 'socket.getaddrinfo("127.0.0.1", 80); socket.socketpair(); socket.socket().setsockopt(6, 1, 1)'
    expect(await python(usual)).toMatchObject({ status: 0, printed: '' })
  })
  it('ends as the program does', async () => {
    expect(await sandboxed('exit 7')).toMatchObject({ status: 7 })
    expect(await sandboxed('kill -SEGV $$')).toMatchObject({ signal: 'SIGSEGV' })
  })
  it('tells a status that a program has chosen from the signal that somebody has sent it', async () => {
    expect(await sandboxed('exit 137')).toMatchObject({ status: 137 })
    expect(await sandboxed('sleep 9', {}, (program) => program.signal('SIGKILL'))).toMatchObject({ signal: 'SIGKILL' })
    expect(await sandboxed('kill -SEGV $$')).toMatchObject({ signal: 'SIGSEGV' })
  })
  it('passes signals on, also those of its first moment', async () => {
    expect(await sandboxed('sleep 60', {}, (program) => program.signal('SIGTERM'))).toMatchObject({ signal: 'SIGTERM' })
  })
  it.each([
    ['memory', { memory: 64 * 1024 ** 2 }, 'head -c 200m /dev/zero | tail -c 200m | wc -c'],
    ['processes', { processes: 20 }, 'for i in $(seq 40); do sleep 1 & done; wait'],
    ['cpu', { cpu: 1 }, 'while :; do :; done'],
    ['file', { file: 1024 ** 2 }, 'exec head -c 10m /dev/zero > /tmp/large'],
    ['wall', { wall: 1 }, 'sleep 60'],
  ] as const)('bounds %s', async (limit, limits, script) => {
    const { status, signal, limited, printed } = await sandboxed(script, limits)
    // An ordinary user has no control groups: what the kernel refuses to a single process it does not tell us.
    const isTold = process.getuid?.() === 0 || !['memory', 'processes'].includes(limit)
    if (isTold) expect(limited).toContain(limit)
    else expect({ status, signal, printed }).not.toEqual({ status: 0, signal: undefined, printed: '' })
  })
  it('bounds open files', async () => {
    expect((await sandboxed('ulimit -n', { files: 64 })).printed).toBe('64\n')
  })
  it('is not made for a folder that shows more than the program', () => {
    const check = (path: string, hidden: readonly string[] = []) =>
      requireSandbox({ ...order(), folder: path, hidden, words: [], groups: [] })
    expect(() => check('/')).toThrow('a folder of its own')
    expect(() => check(homedir())).toThrow('a folder of its own')
    expect(() => check(folder, [own])).toThrow('a folder of its own')
    expect(() => check(join(own, 'mine'))).toThrow('is not a folder')
    expect(() => check(own)).not.toThrow()
  })
})
