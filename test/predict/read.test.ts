import { describe, expect, it } from 'vitest'
import { readAnswer, segmentIn, stateIn } from '../../src/predict/read.ts'
import { flagsOf, states } from '../../src/tcp.ts'
import { namedFlags } from '../../src/words/notation.ts'

const flags = (letters: string) => ({ is: 'flags', flags: letters })
const time = (milliseconds: number) => ({ is: 'time', time: milliseconds })

describe('the flags of a segment', () => {
  it.each([
    ['S.', ['syn-ack', 'SYN+ACK', 'syn ack', 'SYNACK', 'S.', 'SA', 's.', '[S.]', 'ack/syn', 'AS']],
    ['F.', ['fin-ack', 'F.', 'FA', 'FIN, ACK']],
    ['.', ['ack', '.', 'A', '[.]']],
    ['P.', ['psh+ack', 'PA', 'P.', 'push ack']],
    ['R', ['rst', 'R', 'reset']],
    ['S', ['SYN', 's']],
  ])('%s are read however people write them', (letters, ways) => {
    for (const way of ways) expect(readAnswer('flags', way), way).toEqual(flags(letters))
  })

  it('are read as they are told, and as tcpdump writes them, whichever they are', () => {
    for (let bits = 1; bits < 256; bits++) {
      const own = flagsOf(bits)
      for (const way of [own, `[${own}]`, namedFlags(own), namedFlags(own).toLowerCase().replaceAll('+', '-')])
        expect(readAnswer('flags', way), way).toEqual(flags(own))
    }
  })

  it.each(['', 'hello', 'syn-nack', 'X', '1', '?'])('are not read from %j', (text) =>
    expect(readAnswer('flags', text)).toBeUndefined(),
  )
})

describe('a state', () => {
  it('is read in any case, with any marks between its words, as the RFC, ss, netstat and the kernel spell it', () => {
    const ways = (state: string) => [
      state,
      state.toLowerCase(),
      state.replaceAll('-', '_'),
      state.replaceAll('-', ' '),
      state.replaceAll('-', ''),
      `TCP_${state.replaceAll('-', '_')}`,
    ]
    for (const state of states) for (const way of ways(state)) expect(stateIn(way), way).toBe(state)
    expect(['ESTAB', 'SYN-RECV', 'syn_rcvd', 'FIN_WAIT2', 'fin-wait1', 'CLOSE'].map(stateIn)).toEqual([
      'ESTABLISHED',
      'SYN-RECEIVED',
      'SYN-RECEIVED',
      'FIN-WAIT-2',
      'FIN-WAIT-1',
      'CLOSED',
    ])
  })

  it.each(['', 'WAIT', 'FIN-WAIT', 'FIN-WAIT-3', 'toString', 'open'])('is not read from %j', (text) =>
    expect(stateIn(text)).toBeUndefined(),
  )
})

describe('a path', () => {
  it.each([
    'SYN-SENT → ESTABLISHED → FIN-WAIT-1',
    'syn-sent, estab, fin_wait_1',
    'SYN_SENT -> ESTABLISHED => FIN WAIT 1',
    'SYN-SENT ESTABLISHED FIN-WAIT-1',
    'CLOSED, SYN-SENT; ESTABLISHED then FIN-WAIT-1',
    'syn-sent，estab、fin-wait-1',
  ])('is read from %j', (text) =>
    expect(readAnswer('path', text)).toEqual({ is: 'path', states: ['SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1'] }),
  )

  it('begins after LISTEN and CLOSED, and keeps the CLOSED at its end', () =>
    expect(readAnswer('path', 'CLOSED LISTEN SYN-RECV ESTAB CLOSED')).toEqual({
      is: 'path',
      states: ['SYN-RECEIVED', 'ESTABLISHED', 'CLOSED'],
    }))

  it.each(['', 'SYN-SENT, nowhere', '?'])('is not read from %j', (text) =>
    expect(readAnswer('path', text)).toBeUndefined(),
  )
})

describe('how long a state lasts', () => {
  it.each([
    ['3 s', 3000],
    ['3000 ms', 3000],
    ['3s', 3000],
    ['1.5 seconds', 1500],
    ['1,5 s', 1500],
    ['about 1 min', 60_000],
    ['60 秒', 60_000],
  ])('is read from %j', (text, wanted) => expect(readAnswer('stay', text)).toEqual(time(wanted)))

  it.each(['never', 'not at all', '0', '0 s', '从不'])('is never by %j', (text) =>
    expect(readAnswer('stay', text)).toEqual({ is: 'never' }),
  )

  it.each(['to the end', 'for ever', 'forever', 'still', 'always'])('is to the end by %j', (text) =>
    expect(readAnswer('stay', text)).toEqual({ is: 'to the end' }),
  )

  it.each(['3', '60', 'soon', '-3 s', '3 apples', '?'])(
    'is not read from %j, for a number alone may be anything',
    (text) => expect(readAnswer('stay', text)).toBeUndefined(),
  )
})

describe('a number', () => {
  it.each([
    ['7', 7],
    ['-1', -1],
    ['ack 7', 7],
    ['seq=7', 7],
    ['5 bytes', 5],
  ])('is read from %j', (text, number) => expect(readAnswer('number', text)).toEqual({ is: 'number', number }))

  it.each(['', 'seven', '1.5', 'x+1'])('is not read from %j', (text) =>
    expect(readAnswer('number', text)).toBeUndefined(),
  )

  it('may be none', () => expect(readAnswer('number', 'none')).toEqual({ is: 'none' }))
})

describe('a whole segment', () => {
  it.each([
    ['client > P. 1:6(5) ack 1', { sender: 'client', flags: 'P.', seq: '1', length: '5', ack: '1' }],
    ['server syn-ack ack 1', { sender: 'server', flags: 'syn-ack', ack: '1' }],
    ['client FIN ACK seq 6 len 0', { sender: 'client', flags: 'FIN+ACK', seq: '6', length: '0' }],
    ['c PA seq=6 3 bytes ack=4', { sender: 'c', flags: 'PA', seq: '6', length: '3', ack: '4' }],
    ['client ack', { sender: 'client', flags: 'ack' }],
    ['client > S', { sender: 'client', flags: 'S' }],
  ])('is read from %j', (text, wanted) => expect(segmentIn(text)).toEqual(wanted))

  it.each(['client', 'router S.', 'client seq 1', 'S. client', 'client hello'])('is not read from %j', (text) =>
    expect(segmentIn(text)).toBeUndefined(),
  )
})

describe('who and whether', () => {
  it.each([
    ['who', 'Server', { is: 'who', end: 'server' }],
    ['who', 'c', { is: 'who', end: 'client' }],
    ['who', 'nobody', { is: 'none' }],
    ['who', 'router', undefined],
    ['host', 'router', { is: 'text', text: 'router' }],
    ['host', 'everybody', { is: 'text', text: 'all' }],
    ['host', 'client', { is: 'text', text: 'client' }],
    ['protocol', 'ndp', { is: 'text', text: 'ARP' }],
    ['yes or no', 'Y', { is: 'yes' }],
    ['yes or no', 'no', { is: 'no' }],
    ['yes or no', 'maybe', undefined],
    ['text', 'ECONNRESET', { is: 'text', text: 'ECONNRESET' }],
    ['text', '', undefined],
  ] as const)('%s: %j', (takes, text, wanted) => expect(readAnswer(takes, text)).toEqual(wanted))
})
