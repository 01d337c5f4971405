import type { BlindCause } from '../../src/evidence/blind.ts'
import type { Fact, FaultFact, FaultOrder, ProgramFact } from '../../src/evidence.ts'
import type { Thing } from '../../src/finding/things.ts'
import type { Counted, Finding, FindingOf, Findings } from '../../src/finding.ts'
import type { Miscounted, Missing } from '../../src/story/missing.ts'
import { endpoint, type Flags, ms } from '../../src/tcp.ts'
import type { Deed, Hint } from '../../src/trouble.ts'

/**
 * One or more of each kind of what is told in sentences, and of each branch of a sentence. The tables are complete by their
 * types: a new kind without a sample does not compile.
 */

const seen = { at: ms(5), within: ms(0) } as const
const [local, remote] = [endpoint('198.18.0.1', 5000), endpoint('198.18.0.129', 8080)]
const segment = { speaker: 'client', flags: 'F.' as Flags, seq: 1, ack: 2, length: 0 } as const
const timer = { name: 'timewait', left: ms(59_000) } as const
const entered = { state: 'LISTEN', at: ms(1), by: 'kernel' } as const
const claim = { verb: 'reaches', of: { end: 'server', connection: 2 }, state: 'CLOSE-WAIT' } as const

const program = { kind: 'program', ...seen, host: 'server', by: 'program' } as const
const named = ['started', 'said', 'complained', 'cued', 'signalled', 'left'] as const
const limits = ['memory', 'processes', 'cpu', 'files', 'file', 'wall', 'traffic'] as const
const deeds: readonly ProgramFact[] = [
  ...named.map((deed): ProgramFact => ({ ...program, deed, text: 'x' })),
  { ...program, deed: 'left', text: 'x', more: 2 },
  ...limits.map((limit): ProgramFact => ({ ...program, deed: 'limited', limit })),
  { ...program, deed: 'exited', ending: { status: 1 } },
  { ...program, deed: 'exited', ending: { signal: 'SIGKILL' } },
  { ...program, deed: 'exited', ending: { failure: 'ENOENT' } },
]

const orders: readonly FaultOrder[] = [
  { verb: 'lose', match: { from: 'client' } },
  { verb: 'lose', match: { from: 'client', every: 3, protocol: 'UDP' } },
  { verb: 'lose', match: { from: 'client', every: 3, flags: '.' } },
  { verb: 'hold', match: { from: 'server', flags: 'F.', first: 1 } },
  { verb: 'duplicate', match: { from: 'server', first: 2 } },
  { verb: 'narrow', toward: 'server', rate: '1mbit', queue: 9000 },
  { verb: 'cut' },
]
const faulty = { kind: 'fault', ...seen, host: 'router', by: 'network', fault: 'fault_1', struck: 3 } as const
const faults: readonly FaultFact[] = orders.flatMap((order) =>
  (['set', 'released', 'healed'] as const).map((deed): FaultFact => ({ ...faulty, deed, ...order })),
)

const socket = { local, remote } as const
const awaited = { kind: 'awaited', ...seen, host: 'router', by: 'harness', waited: ms(9), lost: ms(0) } as const
/** Of the kinds of facts, those that a record of every kind does not have. */
export const facts: readonly Fact[] = [
  ...deeds,
  ...faults,
  { kind: 'printed', ...seen, host: 'client', by: 'wire', line: 'IP6 x' },
  { kind: 'transition', ...seen, host: 'client', by: 'kernel', ...socket, from: 'CLOSED', to: 'SYN-SENT' },
  { kind: 'sample', ...seen, host: 'client', by: 'ss', ...socket, state: 'LISTEN' },
  { kind: 'poll', ...seen, host: 'client', by: 'netstat', polls: 1, longestGap: ms(1), sockets: 1 },
  { kind: 'poll', ...seen, host: 'client', by: 'table', polls: 1, longestGap: ms(1), sockets: 1 },
  { kind: 'kernel', ...seen, host: 'client', by: 'kernel', event: 'tcp_send_reset', ...socket, detail: '' },
  { kind: 'counters', ...seen, host: 'router', by: 'counters', moved: {} },
  { ...awaited, what: 'server.stays', outcome: 'came' },
  { ...awaited, what: 'server.stays', outcome: 'did not come', states: claim },
  { kind: 'lateness', ...seen, host: 'router', by: 'harness', worst: ms(9), lost: ms(9) },
  { kind: 'sysctl', ...seen, host: 'server', by: 'harness', name: 'net.ipv4.tcp_sack', was: '1', is: '0' },
  { kind: 'blind', ...seen, host: 'client', by: 'ss', cause: { is: 'overrun', lost: 3 } },
  { kind: 'end', ...seen, host: 'router', by: 'harness' },
  { kind: 'cleanup', ...seen, host: 'router', by: 'harness', left: [] },
]

export const blind: readonly BlindCause[] = [
  { is: 'error', error: 'ENOENT' },
  { is: 'ended', how: 'SIGKILL' },
  { is: 'read no more' },
  { is: 'not told in time', patience: 500 },
  { is: 'unreadable', lines: 2, first: 'x' },
  { is: 'damaged', damage: "'x'" },
  { is: 'overrun', lost: 3 },
  { is: 'overrun', lost: 'some' },
  { is: 'another format', events: ['tcp_send_reset'] },
  { is: 'turned off' },
  { is: 'two sockets', local, remote },
]

const miscounted: readonly Miscounted[] = [
  ...(['sent', 'arrived', 'sent again', 'RSTs sent'] as const),
  ...(['traced: sent again', 'traced: RSTs sent', 'traced: RSTs arrived'] as const),
]
export const missing: readonly Missing[] = [
  { what: 'sight', blind: { by: 'wire', cause: { is: 'overrun', lost: 1 } } },
  { what: 'counters', end: 'server' },
  { what: 'looks', end: 'client', gap: ms(400) },
  { what: 'word', by: 'kernel', on: { is: 'state', end: 'client', connection: 2, state: 'CLOSED', at: ms(5) } },
  { what: 'word', by: 'table', on: { is: 'course', end: 'client', from: 'CLOSED', at: ms(5) } },
  { what: 'word', by: 'table', on: { is: 'socket', local, remote, at: ms(5) } },
  { what: 'word', by: 'table', on: { is: 'state in time', end: 'client', state: 'CLOSED' } },
  { what: 'capture', segment, at: ms(5) },
  { what: 'order of captures' },
  ...miscounted.map(
    (of): Missing => ({ what: 'agreement', end: 'client', of, counted: 7, captured: [4, of === 'sent' ? 4 : 5] }),
  ),
]

const counted: readonly Counted[] = [
  ...(['addresses in one look', 'bytes in all', 'connections', 'connections between one pair', 'frames'] as const),
  ...(['looks', 'looks at the timer', 'looks at the window', 'lost', 'open connections', 'repetitions'] as const),
  'segments',
]

type Bare<Kind extends keyof Findings> = Omit<FindingOf<Kind>, 'kind'>
const found: { readonly [Kind in keyof Findings]: ReadonlyArray<Bare<Kind>> } = {
  count: counted.map((of) => ({ of, number: 3 })),
  numbers: [{ numbers: [1, 2] }, { numbers: [] }],
  counter: [{ counter: 'Tcp.OutRsts', number: 2 }],
  all: [{ of: ['nothing', 'listening, then closed'] }],
  both: [{ of: ['nothing', 'listening, then closed'] }],
  'held of': [{ held: 1, all: 2 }],
  'other way round': [{ one: ms(2), other: ms(1) }],
  claim: [{ claim }],
  quoted: [{ text: "'x'" }],
  'machine in time': [
    { late: ms(700) },
    { late: ms(700), while: { kind: 'claim', claim }, else: { got: 'none', expected: 'a FIN' } },
  ],
  unseen: [{ missing: { what: 'order of captures' } }],
  'claim that does not break': [{ error: "'x'" }],
  parameter: [{ host: 'client', name: 'net.ipv4.tcp_sack', was: '1' }],
  path: [{ steps: [entered, { state: 'CLOSED', at: ms(2) }] }],
  entered: [entered],
  'in state': [
    { end: 'client', state: 'LISTEN', at: ms(1) },
    { end: 'server', state: 'LISTEN' },
  ],
  backlog: [{ backlog: 3 }],
  'never in': [{ state: 'CLOSING' }],
  next: [{ state: 'LISTEN' }, {}, { after: entered }, { state: 'CLOSED', after: entered }],
  lasted: [
    { state: 'LISTEN', time: ms(1) },
    { state: 'LISTEN', time: ms(1), upTo: ms(2), but: 'no longer', path: 'no connection' },
    { state: 'LISTEN', time: ms(1), but: 'still so' },
    { state: 'LISTEN', time: ms(1), but: 'the record ended' },
  ],
  'after last FIN': [
    { state: 'TIME-WAIT', time: ms(1) },
    { state: 'TIME-WAIT', time: ms(1), upTo: ms(2), but: 'still so' },
    { state: 'TIME-WAIT', time: ms(1), but: 'the record ended' },
  ],
  'end of state': [{ state: 'TIME-WAIT' }],
  held: [{ time: ms(1), ss: 1, netstat: 2, table: 3 }],
  'every look': [{ state: 'LISTEN' }],
  'look by': [{ by: ['ss', 'netstat'], end: 'client', state: 'LISTEN' }],
  'showed state': [{ by: 'table', state: 'LISTEN', at: ms(1) }],
  'to print': [{ by: 'ss', state: 'LISTEN' }],
  printed: [
    { by: 'ss', states: [] },
    { by: 'netstat', states: ['LISTEN', 'CLOSED'] },
  ],
  'state of': [{ end: 'client' }],
  jump: [{ end: 'client', from: 'LISTEN', to: 'CLOSING', at: ms(1) }],
  'jump by kernel': [{ from: 'LISTEN', to: 'CLOSING' }],
  crowd: [{ ss: 1, netstat: 2, at: ms(1) }],
  times: [{ times: [ms(1), ms(2)] }],
  intervals: [{ intervals: [{ earliest: ms(1), latest: ms(2) }] }],
  within: [{ times: [ms(1)], intervals: [{ earliest: ms(1), latest: ms(2) }] }],
  'timer to show': [{ by: 'ss', timer: 'timewait' }],
  'timers shown': [{ timers: ['persist', undefined] }],
  'showed timer': [
    { by: 'ss', at: ms(1), timer },
    { by: 'ss', at: ms(1) },
  ],
  'end at': [{ at: ms(1) }],
  foretold: [{ looks: 2, first: timer, last: timer }, { looks: 0 }],
  'counts from': [{ at: ms(1) }],
  'looks around': [{ at: ms(1), before: 1, after: 2 }],
  'ends later': [{ by: ms(1) }],
  segment: [{ segment, at: ms(1) }],
  segments: [
    {
      segments: [
        { segment, at: ms(1) },
        { segment, at: ms(1), lost: true },
      ],
    },
  ],
  stray: [{ flags: 'R' as Flags, at: ms(1) }],
  line: [{}, { line: 'client > F.' }, { after: 'client > F.' }, { line: 'client > F.', after: 'client > S' }],
  'printed line': [{}, { line: 'Flags [S]' }],
  'no flag': [{ flag: 'R' }],
  ack: [{ number: 1 }, { number: 1, most: true }],
  range: [{ from: 1, to: 2 }],
  'SACK block': [
    { from: 1, to: 2, of: 'what came twice' },
    { from: 1, to: 2, of: 'what is kept' },
  ],
  bytes: [{ upTo: 2 }, { upTo: 2, unbroken: true }],
  'number of FIN': [{ number: 2 }],
  'gap before': [{ number: 2 }],
  'nothing beyond': [{ number: 2 }],
  'announced MSS': [{ mss: 536 }],
  cut: [{ segments: 2, room: 5, last: 1 }],
  windows: [
    {
      control: 'reno',
      looks: [
        { window: 5, threshold: 3, at: ms(1) },
        { window: 6, at: ms(1) },
      ],
    },
    { looks: [] },
  ],
  'window of': [{ least: 2 }],
  rates: [
    { rates: [] },
    { control: 'cubic', rates: [1, 2].map(() => ({ line: '1mbit', rate: 9e5, from: ms(1), until: ms(2) })) },
  ],
  'rate changed': [{ change: 'narrower' }, { change: 'wider' }],
  'line made': [{ change: 'narrower' }, { change: 'wider' }],
  'closed at': [{ at: ms(1) }],
  'closed for': [{ time: ms(1), probes: 2 }],
  'random ISNs': [{ end: 'client' }],
  'regular ISNs': (['too few', 'one twice', 'close together'] as const).map((how) => ({ how, numbers: [1, 2] })),
  'SYN again': [
    { number: 'higher', timestamp: 'newer', ahead: 1, later: 2 },
    { number: 'lower', timestamp: 'older', ahead: -1 },
    { number: 'the same', timestamp: 'the same' },
    { number: 'the same', timestamp: 'none' },
  ],
  'ISN after': [{ end: 'client', time: ms(1) }],
  'ISNs off by': [{ client: ms(1), server: ms(2) }],
  'option said': (['both', 'client', 'server', 'nobody'] as const).map((by) => ({ option: 'SACK', by })),
  'option used': [
    { option: 'timestamps', used: true },
    { option: 'window scale', used: false },
  ],
  'ISN beyond': [{ end: 'server', by: 2 }],
  'shared ISN': [{ isn: 2 }],
  'spread of ISNs': [{ client: [1, 2], server: [3, 4] }],
  frames: [{ frames: [{ line: "'x'", at: ms(1) }] }],
  'frame with': [{ text: 'x' }, { text: 'x', both: true }],
  'layer names': [{ names: ['IP', 'TCP'] }],
  layers: [{ layers: [{ name: 'TCP', at: 14, size: 20 }] }, { layers: [{ name: 'TCP', at: 14, size: 20 }], size: 34 }],
  different: (['source address', 'destination address', 'ports', 'data', 'hops'] as const).map((what) => ({
    what,
    near: '1',
    far: '2',
  })),
  MACs: [{ macs: ['02:00'] }],
  hop: [{ near: { from: '1', to: '2', ttl: 64 }, far: { from: '1', to: '2', ttl: 63 } }],
  'an end that comes last': [{ by: 'ss', at: ms(1) }],
  'a whole look': [{ by: 'table', at: ms(1) }],
  'a look that saw': [{ by: 'ss', state: 'LISTEN', at: ms(1) }],
  'a line waited for': [{ line: 'x', until: ms(1) }],
  'showed queue': [{ by: 'ss', bytes: 2, at: ms(1) }],
  said: [{ line: 'x' }, { line: 'x', at: ms(1), but: 'not arrived' }, { line: 'x', at: ms(1), but: { queued: 2 } }],
  'all said': [{ lines: ['x', 'y'] }],
  'ended by': [{ end: 'client', signal: 'SIGINT' }, { end: 'client' }],
  'never said': [{ line: 'x' }],
  'never started': [{ end: 'client' }],
  cause: (['arrived', 'read', 'unread', 'read, by the kernel', { for: 'server' }] as const).flatMap((is) => [
    { cause: { fin: true }, is },
    { cause: { bytes: 5 }, is },
  ]),
  'shown instead': [{ line: 'x' }],
  'still queued': [{ bytes: 2 }],
  'look at queue': [{ end: 'client', cause: { fin: true } }],
  told: [{ line: 'x' }, { line: 'x', at: ms(1) }],
  'not accepted': [{ connection: 2, time: ms(1) }],
  left: [{ processes: ["'x'"] }],
  value: [{ value: '1' }],
  done: deeds.map((deed) => ({ deed })),
  'in vain': [
    { waited: ms(1), paths: [], deeds: [] },
    { waited: ms(1), paths: [{ of: 'the listener', path: 'no connection' }], deeds: deeds.slice(0, 1) },
  ],
}
export const findings = Object.entries(found).flatMap(([kind, each]) =>
  each.map((bare) => ({ kind, ...bare }) as Exclude<Finding, Thing>),
)

const wanted = endpoint('198.18.0.129', 8080)
const ended = { at: ms(5), ending: { status: 1 }, why: "'x'" } as const
const needs = [
  { is: 'not that' },
  { is: 'state', state: 'CLOSED' },
  { is: 'state', state: 'FIN-WAIT-1' },
  { is: 'state', state: 'CLOSE-WAIT' },
  { is: 'state', state: 'ESTABLISHED' },
  { is: 'bytes', bytes: 5 },
  { is: 'later' },
  { is: 'later', cue: { line: 'x', at: ms(5) } },
  { is: 'first', line: 'server > F.' },
] as const
const done: { readonly [Is in Deed['is']]: ReadonlyArray<Omit<Deed & { readonly is: Is }, 'is'>> } = {
  'not started': [{ failure: 'ENOENT' }],
  'refused by its language': [ended],
  'came upon a limit': limits.map((limit) => ({ ...ended, limit })),
  crashed: [ended, { at: ms(5), ending: { status: 0 } }, { at: ms(5), ending: { signal: 'SIGSEGV' } }],
  'ended early': (['listening', 'accepting', 'connecting'] as const).map((before) => ({ ...ended, before })),
  'listens elsewhere': (['port', 'address', 'loopback'] as const).map((other) => ({
    ...{ at: ms(5), places: [wanted, wanted], wanted, other },
  })),
  'never listened': [{ time: ms(5), wanted }],
  'connects elsewhere': [{ at: ms(5), place: wanted, wanted }],
  'never connected': [{ time: ms(5), wanted }],
  'never accepted': [
    { connection: 1, time: ms(5) },
    { connection: 2, time: ms(5) },
  ],
  'left its accept queue full': [
    { waiting: 3, backlog: 2, accepted: 0 },
    { waiting: 1, backlog: 0, accepted: 1 },
    { waiting: 2, backlog: 1, accepted: 2 },
  ],
  entered: [
    ...needs.map((need) => ({ state: 'LAST-ACK', at: ms(5), wanted: need }) as const),
    { state: 'CLOSED', at: ms(5), wanted: needs[0], ended },
    { state: 'SYN-SENT', at: ms(5), wanted: needs[0] },
  ],
  stayed: [
    { state: 'CLOSE-WAIT', since: ms(5), wanted: 'LAST-ACK', cue: { line: 'x', at: ms(5) }, waited: ms(9) },
    { state: 'CLOSE-WAIT', since: ms(5), wanted: 'TIME-WAIT' },
  ],
  sent: (['F.', 'R', 'S', '.', 'P.', 'FP.'] as unknown as readonly Flags[]).map((flags) => ({
    segment: { ...segment, flags, length: flags.includes('P') ? 5 : 0 },
    at: ms(5),
    wanted: needs[2],
  })),
  'never sent': [{ bytes: 5 }, { bytes: 5, cue: { line: 'x', at: ms(5) }, waited: ms(9) }],
  'never read': [
    { what: { bytes: 5 }, queued: 2 },
    { what: { fin: true }, queued: 1 },
    { what: { fin: true }, queued: 3 },
  ],
  'kept its socket': [{ state: 'FIN-WAIT-2', since: ms(5) }],
  'not given up': [{ segment: { ...segment, length: 5 }, at: ms(5) }],
  backlog: [{ room: 5, wanted: 2 }],
  read: [{ read: 2, bytes: 5 }],
  'did not bring': [
    { claim: 'server.stays', time: ms(5) },
    { claim, time: ms(5) },
  ],
  broke: [{ claim }],
}
export const troubles = Object.entries(done).flatMap(([is, each]) => each.map((bare) => ({ is, ...bare }) as Deed))

export const hints: readonly Hint[] = [
  { is: 'said nothing' },
  { is: 'left behind', processes: "'x'" },
  { is: 'may not flush' },
]
