import { describe, expect, it } from 'vitest'
import { lab } from '../labs/cli.ts'

const folder = 'test/fixtures/runs/handshake'

describe('show', { timeout: 30_000 }, () => {
  it('prints all of a record into a pipe, also what is more than a pipe holds', async () => {
    const { status, stdout } = await lab(['show', folder, '--json'])
    expect(stdout.length).toBeGreaterThan(65_536)
    expect(JSON.parse(stdout)).toHaveProperty('facts')
    expect(status).toBe(0)
  })

  it('draws the ladder within 80 columns, without colour into a pipe', async () => {
    const { stdout } = await lab(['show', folder])
    expect(stdout).toContain('SYN-RECEIVED')
    expect(stdout).not.toContain('\x1b')
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
  })
})
