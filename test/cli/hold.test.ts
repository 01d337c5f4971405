import { describe, expect, it } from 'vitest'
import { lab } from '../labs/cli.ts'
import { onTerminal } from '../labs/terminal.ts'

const timeout = 120_000
const anotherTerminal = process.getuid?.() === 0 ? 'nsenter -t ' : 'nsenter -t \\d+ -U'

describe('--hold', { timeout }, () => {
  it('without anybody to press Enter goes on by itself', async () => {
    const { status, stderr } = await lab(['run', 'close-wait', '--hold'])
    expect(stderr).toContain('client FIN-WAIT-2, server CLOSE-WAIT')
    expect(stderr).toContain('Press Enter to go on.')
    expect(status).toBe(0)
  })

  it.each([
    ['where the lab says that there is something to see', 'last-ack', '--hold', /server LAST-ACK/],
    ['as soon as an end is in the state that was asked for', 'close-wait', '--hold=fin_wait_1', /client FIN-WAIT-1/],
    ['at the end where there is no pause', 'four-way-close', '--hold', /it is over.*\n.*TIME-WAIT/],
    ['at the end where the state never comes', 'handshake', '--hold=CLOSING', /never came.*\n.*client ESTABLISHED/],
  ])('holds %s', async (where, name, option, shown) => {
    const { status, stderr } = await lab(['run', name, option])
    expect(stderr).toMatch(shown)
    // Where a timer may end what is to be seen, a look is made ready before.
    expect(stderr.match(/Press Enter/g)).toHaveLength(/no pause/.test(where) ? 1 : 2)
    expect(/watch -n 0\.2 nsenter/.test(stderr)).toBe(!/no pause/.test(where))
    expect(status).toBe(0)
  })

  it.each([
    ['no state', ['run', 'close-wait', '--hold=CLOSE-WIAT'], /no state 'CLOSE-WIAT'.*CLOSE-WAIT/],
    ['the name of the lab', ['run', '--hold', 'handshake'], /lab's name goes before/],
  ])('takes %s for wrong usage', async (_what, args, says) => {
    const { status, stderr } = await lab(args)
    expect(stderr).toMatch(says)
    expect(status).toBe(64)
  })

  it('leaves what it says on a small screen, until Enter is pressed', async () => {
    const screen = onTerminal('lab run close-wait --hold', { rows: 24 })
    const before = await screen.shows('Press Enter to go on.')
    for (const host of ['client', 'server', 'router'])
      expect(before).toMatch(new RegExp(`In the ${host}'s namespaces, from another terminal:\\s+${anotherTerminal}`))
    // What would draw over it does so five times a second.
    await new Promise((later) => setTimeout(later, 1000))
    const after = await screen.shows('Press Enter to go on.')
    expect(after.slice(after.indexOf('Press Enter'))).toBe(before.slice(before.indexOf('Press Enter')))
    screen.press('\n')
    const { status } = await screen.ended
    expect(status).toBe(0)
  })
})
