import { describe, expect, it } from 'vitest'
import { lab } from './cli.ts'

describe('runs do not disturb one another', { timeout: 120_000 }, () => {
  it('eight side by side all pass, each with addresses of its own', async () => {
    const names = Array.from({ length: 8 }, (_, index) => (index % 2 === 0 ? 'handshake' : 'close-wait'))
    const runs = await Promise.all(names.map((name) => lab(['run', name])))
    expect(runs.map(({ status }) => status)).toEqual(names.map(() => 0))
    const clients = runs.map(({ stdout }) => /client (198\.1[89]\.\d+\.1) /.exec(stdout)?.[1])
    expect(new Set(clients).size).toBe(8)
  })
})
