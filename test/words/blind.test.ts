import { describe, expect, it } from 'vitest'
import type { BlindCause } from '../../src/evidence/blind.ts'
import type { WitnessName } from '../../src/evidence.ts'
import type { Missing } from '../../src/story/missing.ts'
import { endpoint, type Flags, ms } from '../../src/tcp.ts'
import { english } from '../../src/words/en.ts'

const [local, remote] = [endpoint('198.18.0.1', 5000), endpoint('198.18.0.129', 8080)]
const segment = { speaker: 'client', flags: 'F.' as Flags, seq: 1, ack: 2, length: 0 } as const

describe('in English a witness was blind because', () => {
  it.each<[string, WitnessName, BlindCause]>([
    ['tcpdump ended (SIGKILL)', 'wire', { is: 'ended', how: 'SIGKILL' }],
    ['the kernel dropped 3 packets before tcpdump read them', 'wire', { is: 'overrun', lost: 3 }],
    ['some events of the trace were lost', 'kernel', { is: 'overrun', lost: 'some' }],
    ['the table is no longer being read: its thread ended', 'table', { is: 'read no more' }],
    ["ss printed 1 line that cannot be read: 'x'", 'ss', { is: 'unreadable', lines: 1, first: 'x' }],
    ['no such file', 'counters', { is: 'error', error: 'no such file' }],
  ])('%s', (sentence, by, cause) => expect(english.blind({ by, cause })).toBe(sentence))
})

describe('in English what nobody saw', () => {
  it.each<[string, Missing]>([
    [
      'a witness that saw the whole story: tcpdump ended (status 1)',
      { what: 'sight', blind: { by: 'wire', cause: { is: 'ended', how: 'status 1' } } },
    ],
    ["looks at the server's table: there was none for 400.0 ms", { what: 'looks', end: 'server', gap: ms(400) }],
    [
      'word from the tracepoints on client of connection 2 in CLOSED at +5.000 ms',
      {
        what: 'word',
        by: 'kernel',
        on: { is: 'state', end: 'client', connection: 2, state: 'CLOSED', at: ms(5) },
      },
    ],
    [
      'word from the table on whose socket 198.18.0.1:5000 198.18.0.129:8080 was at +5.000 ms',
      { what: 'word', by: 'table', on: { is: 'socket', local, remote, at: ms(5) } },
    ],
    [
      "a capture of 'client > F. 1:1(0) ack 2' at +5.000 ms at each tap that it passed",
      { what: 'capture', segment, at: ms(5) },
    ],
    [
      "captures and counters that agree: the client's kernel counts 7 segments arrived (InSegs), the wire shows 4 to 5",
      { what: 'agreement', end: 'client', of: 'arrived', counted: 7, captured: [4, 5] },
    ],
  ])('is: %s', (sentence, missing) => expect(english.missing(missing)).toBe(sentence))
})
