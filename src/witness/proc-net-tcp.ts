// Not all the words of TCP: a thread compiles each file that it imports anew, and this one has to be there soon.
import type { SampleFact } from '../evidence.ts'
import { colons } from '../tcp/ip.ts'
import { type Endpoint, endpoint } from '../tcp/segment.ts'
import type { State } from '../tcp/states.ts'
import { type Printed, readPrinted } from './printed.ts'

/** A socket in the kernel's table of TCP: a row of /proc/net/tcp or tcp6 (Documentation/networking/proc_net_tcp.rst), or the same by sock_diag. */
export interface Row {
  readonly local: Endpoint
  readonly remote: Endpoint
  readonly state: State
  readonly timer: 'off' | 'on' | 'keepalive' | 'timewait' | 'persist' | 'unknown'
  /** Hundredths of a second until the timer fires (USER_HZ). */
  readonly left: number
  /** Bytes sent and not acknowledged; of a listener only ss tells, and it tells the limit of its accept queue. */
  readonly sendQueue: number
  /** Bytes arrived and not read, a FIN counted as one; of a listener, the connections that wait for accept. */
  readonly receiveQueue: number
  /** Whether a program has it, of a whole socket; ss and netstat do not tell. */
  readonly owned?: boolean
  /** Only `ss -i` tells. */
  readonly congestion?: SampleFact['congestion']
}

/** include/net/tcp_states.h; 12 is a request socket where one is listed as such. */
const states: ReadonlyArray<State | undefined> = [
  undefined,
  'ESTABLISHED',
  'SYN-SENT',
  'SYN-RECEIVED',
  'FIN-WAIT-1',
  'FIN-WAIT-2',
  'TIME-WAIT',
  'CLOSED',
  'CLOSE-WAIT',
  'LAST-ACK',
  'LISTEN',
  'CLOSING',
  'SYN-RECEIVED',
]

export const stateOf = (number: number): State | undefined => states[number]

/** By the kernel's numbers of them. */
export const timerNames = ['off', 'on', 'keepalive', 'timewait', 'persist'] as const
const hex = '[0-9A-F]'
const row = new RegExp(
  `^\\s*\\d+: (${hex}{8}|${hex}{32}):(${hex}{4}) (${hex}{8}|${hex}{32}):(${hex}{4}) (${hex}{2}) (${hex}{8,}):(${hex}{8,}) (${hex}{2}):(${hex}{8,}) ${hex}{8,} +\\d+ +\\d+ (\\d+) `,
)

/** Reads /proc/net/tcp or tcp6, or one after the other. */
export const parseTable = (text: string): Printed => readPrinted(text, isHeading, readLine)

const isHeading = (line: string): boolean => line.startsWith('  sl  ')

function readLine(line: string): Row | undefined {
  const [
    ,
    local = '',
    localPort = '',
    remote = '',
    remotePort = '',
    number = '',
    tx = '',
    rx = '',
    timer = '',
    left = '',
    inode = '',
  ] = row.exec(line) ?? []
  const state = stateOf(Number.parseInt(number, 16))
  if (!state) return undefined
  return {
    local: endpoint(address(local), Number.parseInt(localPort, 16)),
    remote: endpoint(address(remote), Number.parseInt(remotePort, 16)),
    state,
    timer: timerNames[Number.parseInt(timer, 16)] ?? 'unknown',
    left: Number.parseInt(left, 16),
    sendQueue: Number.parseInt(tx, 16),
    receiveQueue: Number.parseInt(rx, 16),
    ...ownedBy(state, Number(inode)),
  }
}

/** A socket that no program has, or not yet, has no inode (sock_i_ino, net/core/sock.c). */
export const ownedBy = (state: State, inode: number): Pick<Row, 'owned'> =>
  state === 'SYN-RECEIVED' || state === 'TIME-WAIT' ? {} : { owned: inode !== 0 }

/** The kernel prints each 32-bit word as the machine reads it, and every machine of ours is little-endian. */
function address(words: string): string {
  const bytes = Buffer.from(words, 'hex')
  bytes.swap32()
  if (bytes.length === 4) return bytes.join('.')
  return colons(bytes, 0)
}
