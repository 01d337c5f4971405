import { describe, expect, it } from 'vitest'
import { castLab } from '../../src/catalogue.ts'
import { type End, type Evidence, type Fact, factsOf, type ProgramFact } from '../../src/evidence.ts'
import { words } from '../../src/lab.ts'
import { toldFirst } from '../../src/report/first-sentence.ts'
import { endpoint, ms } from '../../src/tcp.ts'
import { causeOf } from '../../src/trouble/cause.ts'
import { troubleOf } from '../../src/trouble.ts'
import { judgeRecord } from '../../src/verdict.ts'
import { english } from '../../src/words/en.ts'
import { recorded } from '../fixtures.ts'
import { adding, change, without } from '../records.ts'

const closeWait = recorded('close-wait')
const theirs = (record: Evidence, end: End = 'server'): Evidence => ({
  ...without(record, (fact) => fact.kind === 'program' && fact.host === end && fact.deed === 'said'),
  setting: { ...record.setting, replaced: [end] },
})

const casts = { 'close-wait': await castLab('close-wait'), handshake: await castLab('handshake') }
const judge = (record: Evidence) =>
  judgeRecord(casts[record.setting.lab as keyof typeof casts].lab.claims(words), record)
const trouble = (record: Evidence) => troubleOf(record, judge(record))
const told = (record: Evidence) => toldFirst(record, judge(record), english)

const seen = { within: ms(0), host: 'server', by: 'program' } as const
const deed = (at: number, rest: object): Fact => ({ kind: 'program', at: ms(at), ...seen, ...rest }) as ProgramFact
const exited = (at: number, ending: object) => deed(at, { deed: 'exited', ending })
const complained = (at: number, text: string) => deed(at, { deed: 'complained', text })
const plus = (record: Evidence, ...facts: readonly Fact[]): Evidence => facts.reduce(adding, record)

/** As if this machine had no tracepoints, which would have told of listeners too. */
function withoutKernel(record: Evidence): Evidence {
  return { ...record, setting: { ...record.setting, missing: { kernel: 'no tracefs' } } }
}

/** What shows sockets and segments, or counts them. */
const shown: ReadonlyArray<Fact['kind']> = ['segment', 'sample', 'transition', 'kernel', 'counters', 'fault']

/** As if the play had been broken off at its first step, and nothing had been opened. */
const nothingCame = withoutKernel(
  change(
    without(theirs(closeWait), ({ kind }) => shown.includes(kind)),
    (fact) => (fact.kind === 'awaited' ? [{ ...fact, outcome: 'did not come', waited: ms(10_000) }] : [fact]),
  ),
)
const listening = (local: string): Fact => {
  const sample = factsOf(closeWait, 'sample').find(({ state, host }) => state === 'LISTEN' && host === 'server')
  return { ...(sample as Fact & { kind: 'sample' }), local: local as never }
}
const { server, port } = closeWait.setting

describe('what somebody is told of a program', () => {
  it('is nothing where the run passed, or all programs were ours', () => {
    expect(trouble(closeWait)).toBeUndefined()
    expect(trouble(theirs(closeWait))).toBeUndefined()
    expect(trouble({ ...nothingCame, setting: closeWait.setting })).toBeUndefined()
  })

  it.each<[string, Evidence, object]>([
    ['that could not be started', plus(nothingCame, exited(5, { failure: 'ENOENT' })), { is: 'not started' }],
    [
      'that a sandbox could not start',
      plus(nothingCame, complained(5, 'prlimit: failed to execute x: denied'), exited(6, { status: 126 })),
      { is: 'not started', failure: 'failed to execute x: denied' },
    ],
    ['that crashed', plus(nothingCame, exited(5, { signal: 'SIGSEGV' })), { is: 'crashed' }],
    [
      'that its language refused',
      plus(nothingCame, complained(4, 'SyntaxError: invalid syntax'), exited(5, { status: 1 })),
      { is: 'refused by its language', why: 'SyntaxError: invalid syntax' },
    ],
    [
      'whose Node knows no such option',
      plus(nothingCame, complained(4, 'node: bad option: --no'), exited(5, { status: 9 })),
      { is: 'refused by its language', why: 'node: bad option: --no' },
    ],
    [
      'that came upon a limit',
      plus(nothingCame, deed(4, { deed: 'limited', limit: 'memory' }), exited(5, { signal: 'SIGKILL' })),
      { is: 'came upon a limit', limit: 'memory' },
    ],
    [
      'that ended before it listened',
      plus(nothingCame, exited(5, { status: 0 })),
      { is: 'ended early', before: 'listening' },
    ],
    ['that never listened', nothingCame, { is: 'never listened', wanted: endpoint(server, port) }],
    [
      'that listens on another port',
      plus(nothingCame, listening(endpoint(server, 9000))),
      { is: 'listens elsewhere', other: 'port', places: [endpoint(server, 9000)] },
    ],
    [
      'that listens on the loopback interface',
      plus(nothingCame, listening(endpoint('127.0.0.1', port))),
      { is: 'listens elsewhere', other: 'loopback' },
    ],
    [
      'that listens on another address',
      plus(nothingCame, listening(endpoint('10.0.0.1', port))),
      { is: 'listens elsewhere', other: 'address' },
    ],
    ['of which nothing is known', plus(nothingCame, listening(endpoint('::', port))), { is: 'did not bring' }],
  ])('is told of one %s', (_, record, expected) => expect(trouble(record)?.deed).toMatchObject(expected))

  it('is no signal that the play has sent it', () => {
    const record = plus(nothingCame, deed(3, { deed: 'signalled', text: 'SIGKILL' }), exited(5, { signal: 'SIGKILL' }))
    expect(trouble(record)?.deed).toMatchObject({ is: 'never listened' })
  })

  describe('whose accept queue is full', () => {
    /** A look at its listener: so many wait there, and for so many there is room. */
    const look = (at: number, receiveQueue: number, by: 'ss' | 'table' = 'ss'): Fact =>
      ({ ...listening(`${server}:${port}`), at: ms(at), by, receiveQueue, sendQueue: 2 }) as Fact
    const full = [look(100, 2), look(200, 3), look(3000, 3)]
    const signal = (at: number, text: string) => deed(at, { deed: 'signalled', text })
    const left = (...facts: readonly Fact[]) => causeOf(plus(nothingCame, ...facts), [], 'server')[0]?.deed

    it('is that it does not call accept(), with how many wait', () => {
      expect(left(...full)).toEqual({ is: 'left its accept queue full', waiting: 3, backlog: 2, accepted: 0 })
      expect(left(signal(50, 'SIGSTOP'), signal(250, 'SIGCONT'), ...full)?.is).toBe('left its accept queue full')
    })

    it.each<[string, readonly Fact[]]>([
      ['there was room', [look(100, 2), look(3000, 2)]],
      ['it was not full for long', [...full.slice(0, 2), look(1000, 3)]],
      ['a connection was taken out of it', [...full.slice(0, 2), look(2500, 2, 'table'), look(3000, 3)]],
      ['the story had stopped it', [signal(50, 'SIGSTOP'), ...full]],
      ['it went on only then', [signal(50, 'SIGSTOP'), signal(2500, 'SIGCONT'), ...full]],
    ])('is something else where %s', (_, facts) => {
      expect(left(...facts)?.is).not.toBe('left its accept queue full')
    })
  })

  it('is of a client that never connected', () => {
    const record = { ...nothingCame, setting: { ...nothingCame.setting, replaced: ['client' as const] } }
    const started = { ...deed(1, { deed: 'started', text: 'mine' }), host: 'client' } as Fact
    expect(trouble(plus(record, started))?.deed).toMatchObject({ is: 'never connected' })
  })
})

/** As if the server had closed its side at this moment, and its kernel had told of it. */
function closing(record: Evidence): Evidence {
  const waits = factsOf(record, 'transition').find(({ host, to }) => host === 'server' && to === 'CLOSE-WAIT')
  if (!waits) throw new Error('the record has no CLOSE-WAIT')
  return adding(record, { ...waits, at: ms(waits.at + 100), from: 'CLOSE-WAIT', to: 'LAST-ACK' })
}

describe('what a program did otherwise', () => {
  const closed = closing(theirs(closeWait))

  it('is told with its time, and what follows from it is known', () => {
    const { deed: did, root, follows } = trouble(closed) ?? {}
    expect(did).toMatchObject({ is: 'entered', state: 'LAST-ACK', wanted: { is: 'not that' } })
    expect(root).toBe('server.passes(LISTEN,SYN-RECEIVED,ESTABLISHED,CLOSE-WAIT)')
    expect(follows).toContain('server.never(LAST-ACK)')
    expect(follows).not.toContain(root)
    expect(told(closed)?.sentence).toMatch(
      /^Your server closed its side [\d.]+ m?s in; this lab needs one that does not\.$/,
    )
  })

  it('is told with its end where that did it', () => {
    const at = factsOf(closed, 'transition').find(({ to }) => to === 'LAST-ACK')?.at ?? 0
    const ended = plus(closed, exited(at + 5, { status: 0 }))
    expect(told(ended)?.sentence).toMatch(/ in, when it ended with status 0; this lab needs one that does not\.$/)
  })

  it('is what it did first, where it crashed only later', () =>
    expect(trouble(plus(closed, exited(3000, { status: 1 })))?.deed).toMatchObject({ is: 'entered' }))
})

describe('what else is easy to see', () => {
  const hintsOf = (record: Evidence) => trouble(record)?.hints.map(({ is }) => is)

  it('is that it printed nothing, where nobody knows why it did so', () => {
    expect(hintsOf(nothingCame)).toEqual(['said nothing'])
    expect(hintsOf(plus(nothingCame, complained(5, 'hm')))).toEqual([])
    expect(hintsOf(closing(theirs(closeWait)))).toEqual([])
  })

  it('is what of it was still alive after its end', () => {
    const record = plus(nothingCame, exited(5, { status: 0 }), deed(6, { deed: 'left', text: 'sleep 100' }))
    expect(hintsOf(record)).toContain('left behind')
    expect(told(record)?.hints.at(-1)).toBe('Processes of your server were still alive after it ended: sleep 100.')
  })

  it('is that an answer may wait in a buffer', () => {
    const handshake = theirs(recorded('handshake'))
    const answers = (fact: Fact): boolean =>
      fact.kind === 'segment' && fact.segment.length > 0 && fact.segment.from.endsWith(`:${handshake.setting.port}`)
    const mute = change(without(handshake, answers), (fact) =>
      fact.kind === 'awaited' && fact.what.includes('received 1')
        ? [{ ...fact, outcome: 'did not come', waited: ms(10_000) }]
        : [fact],
    )
    const blindless = withoutKernel(without(mute, ({ kind }) => kind === 'counters' || kind === 'kernel'))
    const failed = { ...judge(blindless), verdict: 'fail' as const }
    expect(troubleOf(blindless, failed)?.hints.map(({ is }) => is)).toContain('may not flush')
  })
})

describe('what it printed', () => {
  const printing = (...lines: readonly string[]) =>
    told(plus(nothingCame, ...lines.map((line, index) => complained(5 + index / 100, line))))?.printed.lines ?? []

  it('is harmless to a terminal, and else verbatim', () =>
    expect(printing('  \u001b[2Jcleared\t\u202eback')).toEqual(['  \\u{1b}[2Jcleared\t\\u{202e}back']))

  it('is cut in its middle, but for a traceback', () => {
    const much = Array.from({ length: 200 }, (_, number) => `line ${number}`)
    const lines = printing(...much)
    expect(lines.slice(0, 6)).toEqual([...much.slice(0, 5), '(165 more lines are in the record)'])
    expect(lines.at(-1)).toBe('line 199')
    const trace = ['Traceback (most recent call last):', ...Array<string>(50).fill('  File'), 'KeyError: 1']
    expect(printing(...much, ...trace).slice(-52)).toEqual(trace)
  })

  it('of a line is so much as a reader can bear', () =>
    expect(printing('x'.repeat(60_000))).toEqual([`${'x'.repeat(1000)}…`]))
})
