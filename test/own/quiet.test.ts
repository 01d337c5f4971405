import { describe, expect, it } from 'vitest'
import { own, playWith } from './programs.ts'

/** What no lab asks of a program is output: the kernel shows what it did. */
describe.concurrent('a program that prints nothing passes', { timeout: 180_000 }, () => {
  it.each([
    ['handshake', 'server', 'echoes.py'],
    ['handshake', 'server', 'echoes-in-turn.py'],
    ['handshake', 'client', 'client-shakes-hands.py'],
    ['four-way-close', 'server', 'says-bye.py'],
    ['four-way-close', 'client', 'client-hears-bye.py'],
    ['close-wait', 'server', 'keeps-open.py'],
    ['closing', 'server', 'closes-when-told.py'],
    ['closing', 'client', 'client-closes.py'],
    ['half-close', 'server', 'talks-on.py'],
    ['abort', 'server', 'never-reads.py'],
    ['sequence-numbers', 'server', 'answers-when-told.py'],
    ['retransmission', 'client', 'client-says-hello.pl'],
    ['duplicate', 'server', 'keeps-open.py'],
    ['fin-wait-2', 'server', 'keeps-open.py'],
    ['write-to-closed', 'server', 'never-reads.py'],
  ] as const)('%s as its %s: %s', async (lab, end, program) => {
    const { status, failed } = await playWith(lab, end, own(program))
    expect(failed).toEqual([])
    expect(status).toBe(0)
  })
})

describe.concurrent('a server that never calls accept()', { timeout: 180_000 }, () => {
  it.each(['close-wait', 'syn-sent'])('fails %s, whose server does', async (name) => {
    const { status, failed } = await playWith(name, 'server', own('never-accepts.py'))
    expect(failed).toContain('server.acceptsAll()')
    expect(status).toBe(1)
  })

  it('passes syn-recv, in which nothing is opened for it to accept', async () => {
    expect((await playWith('syn-recv', 'server', own('never-accepts.py'))).status).toBe(0)
  })
})

describe.concurrent('a server that does less than its lab asks fails', { timeout: 180_000 }, () => {
  it.each([
    ['fin-wait-2', 'accepts-one.py', 'server.acceptsAll()'],
    ['four-way-close', 'never-reads-the-end.py', 'universal.play-went-through'],
    ['abort', 'reads-two.py', 'server.leavesUnread(5)'],
    ['four-way-close', 'answers-unread.py', 'server.answers(5,1)'],
    ['half-close', 'talks-at-once.py', 'server.sendsNothing(go on talking)'],
    ['fin-wait-1', 'mistakes/reads-nothing.py', 'server.readsEnd()'],
  ])('%s: %s', async (name, program, claim) => {
    const { status, failed } = await playWith(name, 'server', own(program))
    expect(failed).toContain(claim)
    expect(status).toBe(1)
  })
})

it('a client that never reads its answer fails routing, where ours would say what it has read', {
  timeout: 60_000,
}, async () => {
  const { status, failed } = await playWith('routing', 'client', own('client-never-reads.py'))
  expect(failed).toContain("client.says(received 'welcome')")
  expect(status).toBe(1)
})
