import { describe, expect, it } from 'vitest'
import { lab } from '../labs/cli.ts'
import { onTerminal } from '../labs/terminal.ts'

const folder = 'test/fixtures/runs/close-wait'
const ofTerminal = `stty -g`

describe('show --play', { timeout: 60_000 }, () => {
  it('prints the same ladder as show, on the clock of the record', async () => {
    const whole = (await lab(['show', folder])).stdout
    const begun = performance.now()
    const slow = await lab(['show', folder, '--play', '--speed', '2'])
    // The record is 3.4 s long, and its ladder begins within its first tenth.
    expect(performance.now() - begun).toBeGreaterThan(1500)
    const fast = await lab(['show', folder, '--speed', '100'])
    expect([slow.stdout, fast.stdout]).toEqual([whole, whole])
    expect([slow.status, fast.status]).toEqual([0, 0])
  })

  it('prints row by row, and is ended by Ctrl+C with status 130', async () => {
    const run = onTerminal(`lab show ${folder} --play --speed 0.5; echo "status $?"`)
    const text = await run.shows('SYN-SENT')
    expect(text).not.toContain('the record ends')
    run.press('\x03')
    await run.shows('status 130')
    expect((await run.ended).text).not.toContain('the record ends')
  })

  it.each([
    [['--speed', '0'], /number above 0/],
    [['--speed', 'fast'], /number above 0/],
    [['--play', '--json'], /cannot be used with/],
    [['--play', '--step'], /cannot be used with/],
  ])('%j is wrong usage', async (args, says) => {
    const { status, stdout, stderr } = await lab(['show', folder, ...args])
    expect(stderr).toMatch(says)
    expect({ status, stdout }).toEqual({ status: 64, stdout: '' })
  })
})

describe('show --step', { timeout: 60_000 }, () => {
  it('is wrong usage where there is no terminal, and says so', async () => {
    const { status, stdout, stderr } = await lab(['show', folder, '--step'])
    expect(stderr).toMatch(/not a terminal/)
    expect({ status, stdout }).toEqual({ status: 64, stdout: '' })
  })

  it('shows the next row for Enter and for the space bar, and all of them in the end', async () => {
    const whole = (await lab(['show', folder])).stdout
    const run = onTerminal(`lab show ${folder} --step; echo "status $?"`)
    expect(await run.shows('space bar')).not.toContain('LISTEN')
    run.press('\r')
    expect(await run.shows('LISTEN')).not.toContain("said 'listening'")
    run.press(' ')
    await run.shows("said 'listening'")
    run.press(' '.repeat(100))
    await run.shows('status 0')
    const { text } = await run.ended
    expect(text.replaceAll('\r', '')).toContain(whole)
  })

  it.each([
    ['Ctrl+C', '\x03', 130],
    ['q', 'q', 0],
  ])('%s ends it, and leaves the terminal as it was', async (_, key, status) => {
    const run = onTerminal(
      `echo "before $(${ofTerminal})"; lab show ${folder} --step; echo "status $?"; echo "after $(${ofTerminal})"`,
    )
    await run.shows('space bar')
    run.press('\r')
    await run.shows('LISTEN')
    run.press(key)
    await run.shows(`status ${status}`)
    const { text } = await run.ended
    const [, before, after] = /before (\S+)[\s\S]*after (\S+)/.exec(text) ?? []
    expect(before).toMatch(/^[\da-f]+:/)
    expect(after).toBe(before)
  })
})

describe('on a terminal of 50 columns', { timeout: 60_000 }, () => {
  it('the ladder is as wide as that', async () => {
    const run = onTerminal(`lab show ${folder}`, { columns: 50 })
    const { text } = await run.ended
    const lines = text.split(/\r?\n/)
    expect(lines.some((line) => /│client SYN-SENT +│$/.test(line))).toBe(true)
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(50)
  })
})
