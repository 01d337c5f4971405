import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lab } from './cli.ts'

const neverCloses = `
import socket, sys, time
server = socket.create_server((sys.argv[1], int(sys.argv[2])))
peer, _ = server.accept()
while peer.recv(1000): pass
time.sleep(1000)
`
const closes = neverCloses.replace('time.sleep(1000)', 'peer.close(); time.sleep(1000)')

describe.concurrent("a user's own server in place of the lab's", { timeout: 60_000 }, () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tcp labs test-'))
    await writeFile(join(folder, 'never closes.py'), neverCloses)
    await writeFile(join(folder, 'closes.py'), closes)
  })
  afterAll(() => rm(folder, { recursive: true }))
  const command = (file: string) => `python3 "${join(folder, file)}"`

  it('passes close-wait in Python when it never closes', async () => {
    const { status, stdout } = await lab(['run', 'close-wait', '--server', command('never closes.py')])
    expect(stdout).toContain('your')
    expect(status).toBe(0)
  })

  it('fails close-wait in Python when it closes, and is told which state was expected and what came instead', async () => {
    const { status, stdout } = await lab(['run', 'close-wait', '--server', command('closes.py')])
    expect(stdout).toMatch(/✘ server passes LISTEN → SYN-RECEIVED → ESTABLISHED → CLOSE-WAIT/)
    expect(stdout).toContain('LAST-ACK')
    expect(status).toBe(1)
  })

  it('that cannot start is named with the reason, and leaves nothing', async () => {
    await writeFile(join(folder, 'no program'), '#!/usr\n', { mode: 0o755 })
    const { status, stdout } = await lab(['run', 'close-wait', '--server', `"${join(folder, 'no program')}"`])
    expect(stdout).toContain('server reaches LISTEN')
    expect(stdout).toMatch(/Your server could not be started: [\s\S]*?(?:EACCES|denied)/)
    expect(stdout).toMatch(/✔ and \d+ claims that every run must meet hold/)
    expect(status).toBe(1)
  })

  it('that dies at once is named with what it complained of', async () => {
    const { status, stdout } = await lab(['run', 'close-wait', '--server', `python3 -c "raise Exception('not today')"`])
    expect(stdout).toContain('not today')
    expect(status).toBe(1)
  })
})
