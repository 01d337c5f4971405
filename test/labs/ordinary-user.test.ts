import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeUsersCopy, type UsersCopy } from './user.ts'

describe.concurrent('an ordinary user', { timeout: 60_000 }, () => {
  let user: UsersCopy
  beforeAll(() => {
    user = makeUsersCopy()
  })
  afterAll(() => user.remove())

  it('passes handshake and is told that tracepoints are missing', async () => {
    const { status, stdout } = await user.lab(['run', 'handshake'])
    expect(stdout).toContain("without the witness 'kernel'")
    expect(stdout).toContain('pass: ')
    expect(status).toBe(0)
  })

  it('fails where root fails', async () => {
    expect((await user.lab(['run', 'fin-wait-1', '--twin', 'client-resets'])).status).toBe(1)
  })
})
