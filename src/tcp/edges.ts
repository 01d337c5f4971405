import type { State } from './states.ts'

/** An arrow of the state diagram: where it starts, where it ends, and what makes a connection take it. */
export interface Edge {
  readonly from: State
  readonly to: State
  readonly on: string
  /** The source: RFC 9293 figure 5 with its note 2, or what Linux adds and why. */
  readonly source: 'figure 5' | 'Linux'
}

const figure5: ReadonlyArray<readonly [State, State, string]> = [
  ['CLOSED', 'LISTEN', 'passive OPEN'],
  ['CLOSED', 'SYN-SENT', 'active OPEN'],
  ['LISTEN', 'CLOSED', 'CLOSE'],
  ['LISTEN', 'SYN-RECEIVED', 'SYN'],
  ['LISTEN', 'SYN-SENT', 'SEND'],
  ['SYN-SENT', 'CLOSED', 'CLOSE'],
  ['SYN-SENT', 'SYN-RECEIVED', 'SYN'],
  ['SYN-SENT', 'ESTABLISHED', 'SYN+ACK'],
  ['SYN-RECEIVED', 'ESTABLISHED', 'ACK of SYN'],
  ['SYN-RECEIVED', 'FIN-WAIT-1', 'CLOSE'],
  ['SYN-RECEIVED', 'LISTEN', 'RST'],
  ['ESTABLISHED', 'FIN-WAIT-1', 'CLOSE'],
  ['ESTABLISHED', 'CLOSE-WAIT', 'FIN'],
  ['FIN-WAIT-1', 'FIN-WAIT-2', 'ACK of FIN'],
  ['FIN-WAIT-1', 'CLOSING', 'FIN'],
  ['FIN-WAIT-1', 'TIME-WAIT', 'FIN with ACK of FIN (note 2)'],
  ['FIN-WAIT-2', 'TIME-WAIT', 'FIN'],
  ['CLOSE-WAIT', 'LAST-ACK', 'CLOSE'],
  ['CLOSING', 'TIME-WAIT', 'ACK of FIN'],
  ['LAST-ACK', 'CLOSED', 'ACK of FIN'],
  ['TIME-WAIT', 'CLOSED', '2 MSL'],
]

const ends = 'RST, timeout or abort'
const linux: ReadonlyArray<readonly [State, State, string]> = [
  ['LISTEN', 'ESTABLISHED', 'an ACK brings back a SYN cookie (RFC 4987 section 3.6)'],
  ['SYN-RECEIVED', 'CLOSED', 'RST, or the SYN+ACK was given up'],
  ['ESTABLISHED', 'CLOSED', ends],
  ['FIN-WAIT-1', 'CLOSED', ends],
  ['FIN-WAIT-2', 'CLOSED', 'tcp_fin_timeout of an orphan, RST'],
  ['CLOSE-WAIT', 'CLOSED', ends],
  ['CLOSING', 'CLOSED', ends],
  ['TIME-WAIT', 'SYN-RECEIVED', 'a new SYN (RFC 1122 section 4.2.2.13)'],
  ['SYN-SENT', 'CLOSED', 'RST or timeout'],
  ['LAST-ACK', 'CLOSED', 'RST or timeout'],
  ['TIME-WAIT', 'CLOSED', 'RST (RFC 1337)'],
]

/** RFC 9293 figure 5 in the order of the project's list (1 to 21), then the edges that Linux adds. */
export const edges: readonly Edge[] = [
  ...figure5.map(([from, to, on]): Edge => ({ from, to, on, source: 'figure 5' })),
  ...linux.map(([from, to, on]): Edge => ({ from, to, on, source: 'Linux' })),
]

/** The edge that leads from one state straight to another, if the diagram has one. */
export const edgeBetween = (from: State, to: State): Edge | undefined =>
  edges.find((edge) => edge.from === from && edge.to === to)
