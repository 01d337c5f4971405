import type { Endpoint, State } from '../tcp.ts'
import { endpoint } from '../tcp.ts'
import { type Printed, readPrinted } from './printed.ts'
import type { Row } from './proc-net-tcp.ts'

/** The names that ss prints (misc/ss.c, sstate_name). */
const statesByName: Readonly<Record<string, State>> = {
  ESTAB: 'ESTABLISHED',
  'SYN-SENT': 'SYN-SENT',
  'SYN-RECV': 'SYN-RECEIVED',
  'FIN-WAIT-1': 'FIN-WAIT-1',
  'FIN-WAIT-2': 'FIN-WAIT-2',
  'TIME-WAIT': 'TIME-WAIT',
  UNCONN: 'CLOSED',
  'CLOSE-WAIT': 'CLOSE-WAIT',
  'LAST-ACK': 'LAST-ACK',
  LISTEN: 'LISTEN',
  CLOSING: 'CLOSING',
}

const line = /^(\S+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\S+)(.*)$/
const timerOn = /timer:\((\w+),([^,)]*),\d+\)/

/** Reads what `ss -HtanO` prints, with `-o` the timers. */
export const parseSs = (text: string): Printed => readPrinted(text, () => false, readLine)

function readLine(each: string): Row | undefined {
  const [, name = '', receive = '', send = '', local = '', remote = '', rest = ''] = line.exec(each.trim()) ?? []
  const state = statesByName[name]
  const [from, to] = [readEndpoint(local), readEndpoint(remote)]
  if (!state || !from || !to) return undefined
  const [, timer = '', left = ''] = timerOn.exec(rest) ?? []
  return {
    local: from,
    remote: to,
    state,
    timer: timerNamed(timer),
    left: readLeft(left),
    sendQueue: Number(send),
    receiveQueue: Number(receive),
    ...readCongestion(rest),
  }
}

/** ` cubic wscale:7,7 rto:204 ... cwnd:10 ssthresh:7 ...`: a listener has a cwnd too, but no rto. */
function readCongestion(rest: string): Pick<Row, 'congestion'> {
  const [, control] = /\s(\w+) wscale:| (\w+) rto:/.exec(rest)?.filter((part) => part !== undefined) ?? []
  const [, window] = /\scwnd:(\d+)/.exec(rest) ?? []
  if (control === undefined || window === undefined) return {}
  const [, threshold] = /\sssthresh:(\d+)/.exec(rest) ?? []
  return { congestion: { control, window: Number(window), ...(threshold ? { threshold: Number(threshold) } : {}) } }
}

function timerNamed(name: string): Row['timer'] {
  if (name === '') return 'off'
  return name === 'on' || name === 'keepalive' || name === 'timewait' || name === 'persist' ? name : 'unknown'
}

/** `[fd00::1]:80`, `198.18.0.1:80`, `0.0.0.0:*`, `*:80`, `[fe80::1]%eth0:80`. */
export function readEndpoint(text: string): Endpoint | undefined {
  const [, address = '', port = ''] = /^(.*):(\d+|\*)$/.exec(text) ?? []
  if (address === '') return undefined
  const bare = address.replace(/[[\]]/g, '').replace(/%.*$/, '')
  return endpoint(bare, port === '*' ? 0 : port)
}

/**
 * The time left in hundredths of a second: `188ms`, `59sec`, `1min30sec`. Below ten seconds ss prints seconds and
 * milliseconds with a point (misc/ss.c, print_ms_timer): iproute2 6.1 calls them ms, 6.15 calls them sec, and both
 * `1.912ms` and `1.912sec` are 1.912 s.
 */
function readLeft(text: string): number {
  const minutes = Number(/(\d+)min/.exec(text)?.[1] ?? 0)
  const seconds = Number(/([\d.]+)sec/.exec(text)?.[1] ?? 0)
  const [, small = '0'] = /([\d.]+)ms/.exec(text) ?? []
  const rest = small.includes('.') ? Number(small) : Number(small) / 1000
  return Math.round((minutes * 60 + seconds + rest) * 100)
}
