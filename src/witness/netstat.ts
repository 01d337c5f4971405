import type { State } from '../tcp.ts'
import { type Printed, readPrinted } from './printed.ts'
import type { Row } from './proc-net-tcp.ts'
import { readEndpoint } from './ss.ts'

/** The names that netstat prints (net-tools, netstat.c, tcp_state). */
const statesByName: Readonly<Record<string, State>> = {
  ESTABLISHED: 'ESTABLISHED',
  SYN_SENT: 'SYN-SENT',
  SYN_RECV: 'SYN-RECEIVED',
  FIN_WAIT1: 'FIN-WAIT-1',
  FIN_WAIT2: 'FIN-WAIT-2',
  TIME_WAIT: 'TIME-WAIT',
  CLOSE: 'CLOSED',
  CLOSE_WAIT: 'CLOSE-WAIT',
  LAST_ACK: 'LAST-ACK',
  LISTEN: 'LISTEN',
  CLOSING: 'CLOSING',
}

const timers: Readonly<Record<string, Row['timer']>> = {
  off: 'off',
  on: 'on',
  keepalive: 'keepalive',
  timewait: 'timewait',
  probe: 'persist',
}

const line = /^tcp6?\s+(\d+)\s+(\d+)\s+(\S+)\s+(\S+)\s+(\S+)(?:\s+(\S+)\s+\((-?[\d.]+)\/)?/

/** What stands above the sockets. In another language than English we do not know it, nor the states. */
const heading = /^Active Internet connections |^Proto Recv-Q /

/** Reads what `netstat -tanoW` prints. */
export const parseNetstat = (text: string): Printed => readPrinted(text, (each) => heading.test(each), readLine)

function readLine(each: string): Row | undefined {
  const [, receive = '', send = '', local = '', remote = '', name = '', timer = 'off', left = '0'] =
    line.exec(each) ?? []
  const state = statesByName[name]
  const [from, to] = [readEndpoint(local), readEndpoint(remote)]
  const running = timers[timer] ?? (timer.startsWith('unkn-') ? 'unknown' : undefined)
  if (!state || !from || !to || !running) return undefined
  return {
    local: from,
    remote: to,
    state,
    timer: running,
    left: Math.round(Number(left) * 100),
    sendQueue: Number(send),
    receiveQueue: Number(receive),
  }
}
