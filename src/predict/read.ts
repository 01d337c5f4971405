import type { End } from '../evidence.ts'
import type { SegmentField, Takes, Value } from '../predict.ts'
import { type Flags, type Milliseconds, ms, readFlags, type State, states } from '../tcp.ts'

/** Reads an answer as people write it; undefined where it cannot be one of this sort. */
export const readAnswer = (takes: Takes, text: string): Value | undefined => readers[takes](text.trim())

const readers: Readonly<Record<Takes, (text: string) => Value | undefined>> = {
  who: (text) => none(text) ?? readWho(text),
  flags: (text) => none(text) ?? flagsValue(text),
  host: (text) => none(text) ?? readWho(text, 'named') ?? readName(text),
  protocol: (text) => none(text) ?? readName(text),
  number: (text) => none(text) ?? readNumber(text),
  count: (text) => none(text) ?? readNumber(text),
  path: readPath,
  stay: readStay,
  delay: (text) => none(text) ?? readTime(text),
  text: (text) => (text === '' || text.length > longest ? undefined : (none(text) ?? { is: 'text', text })),
  'yes or no': readYesOrNo,
}

/** No line that is asked about is longer. Characters. */
const longest = 200

const one = (words: string): RegExp => new RegExp(`^(?:${words})$`, 'iu')
const wordsOf = {
  none: one('none|no one|nobody|nothing|no|-|–|无|没有'),
  client: one('client|c|the client|客户端|客户'),
  server: one('server|s|srv|the server|服务器|服务端'),
  never: one('never|none|not at all|0 ?m?s?|从不|不会|无'),
  toTheEnd: one('(?:to|till|until) the end|end|for ?ever|stays|still|always|infinite|∞|一直|到最后|永远'),
  yes: one('yes|y|true|是|会'),
  no: one('no|n|false|否|不|不会'),
}

const none = (text: string): Value | undefined => (wordsOf.none.test(text) ? { is: 'none' } : undefined)

function readWho(text: string, as: 'end' | 'named' = 'end'): Value | undefined {
  const end: End | undefined = wordsOf.client.test(text) ? 'client' : wordsOf.server.test(text) ? 'server' : undefined
  if (!end) return undefined
  return as === 'end' ? { is: 'who', end } : { is: 'text', text: end }
}

/** One word, as a name of a host or a protocol is; who is a neighbour is asked by ARP, over IPv6 by NDP. */
function readName(text: string): Value | undefined {
  const name = /^[\p{L}\d:.-]{1,40}$/u.test(text) ? text.toLowerCase() : undefined
  return name === undefined ? undefined : { is: 'text', text: synonyms[name] ?? name }
}

const synonyms: Readonly<Record<string, string>> = {
  ...{ everybody: 'all', broadcast: 'all', everyone: 'all', 所有人: 'all', 广播: 'all' },
  ...{
    路由器: 'router',
    gateway: 'router',
    arp: 'ARP',
    ndp: 'ARP',
    tcp: 'TCP',
    udp: 'UDP',
    icmp: 'ICMP',
    icmpv6: 'ICMP',
  },
}

const letters: Readonly<Record<string, string>> = {
  SYN: 'S',
  ACK: '.',
  FIN: 'F',
  RST: 'R',
  RESET: 'R',
  PSH: 'P',
  PUSH: 'P',
  URG: 'U',
  ECE: 'E',
  CWR: 'W',
}
const names = Object.keys(letters).join('|')
const nameOfFlag = new RegExp(names, 'g')
const onlyNames = new RegExp(`^(?:${names})+$`)

/** `syn-ack`, `SYN+ACK`, `S.`, `[S.]`, `SA`; undefined of what names no flag. */
function flagsIn(text: string): Flags | undefined {
  const bare = text.toUpperCase().replace(/[\s+\-,/&|_[\]]/g, '')
  if (bare === '') return undefined
  if (onlyNames.test(bare)) return readFlags(bare.replace(nameOfFlag, (name) => letters[name] ?? ''))
  // Wireshark and many others write A for ACK.
  return readFlags(bare.replaceAll('A', '.'))
}

function flagsValue(text: string): Value | undefined {
  const flags = flagsIn(text)
  return flags === undefined ? undefined : { is: 'flags', flags }
}

function readNumber(text: string): Value | undefined {
  const [, number] = /^(?:seq|ack|len|length)?\s*[=:]?\s*(-?\d{1,10})(?: ?bytes?| ?字节)?$/i.exec(text) ?? []
  return number === undefined ? undefined : { is: 'number', number: Number(number) }
}

/** What ss, netstat, the kernel's headers and hurried people write. */
const spellings: Readonly<Record<string, State>> = {
  ...Object.fromEntries(states.map((state) => [state.replaceAll('-', ''), state])),
  SYNRECV: 'SYN-RECEIVED',
  SYNRCVD: 'SYN-RECEIVED',
  ESTAB: 'ESTABLISHED',
  EST: 'ESTABLISHED',
  CLOSE: 'CLOSED',
  LISTENING: 'LISTEN',
}

/** `fin_wait2`, `FIN WAIT 2`, `TIME-WAIT`, `estab`. */
export const stateIn = (text: string): State | undefined => {
  const bare = text
    .toUpperCase()
    .replace(/^TCP[_-]/, '')
    .replace(/[^A-Z0-9]/g, '')
  return Object.hasOwn(spellings, bare) ? spellings[bare] : undefined
}

/** LISTEN in front is the listener's, and CLOSED everybody's: neither need be said. */
function readPath(text: string): Value | undefined {
  if (wordsOf.none.test(text)) return { is: 'path', states: [] }
  const parts = text.split(/\s*(?:→|=>|-+>|>|,|;|，|、|；|\n|\bthen\b)\s*/iu).filter((part) => part !== '')
  const found = parts.flatMap((part): readonly (State | undefined)[] => {
    const whole = stateIn(part)
    return whole ? [whole] : part.split(/\s+/).map(stateIn)
  })
  if (found.length === 0 || found.includes(undefined)) return undefined
  const all = found as readonly State[]
  const from = all.findIndex((state) => state !== 'CLOSED' && state !== 'LISTEN')
  return { is: 'path', states: from < 0 ? [] : all.slice(from) }
}

const units: ReadonlyArray<readonly [RegExp, number]> = [
  [one('ms|msecs?|millis|milliseconds?|毫秒'), 1],
  [one('s|secs?|seconds?|秒'), 1000],
  [one('m|mins?|minutes?|分|分钟'), 60_000],
  [one('h|hours?|小时'), 3_600_000],
]

/** `3 s`, `3000 ms`, `1.5s`, `1 minute`; a number alone may be anything. */
function timeIn(text: string): Milliseconds | undefined {
  const [, number = '', unit = ''] =
    /^(?:about|ca\.?|~|≈|大约|约)?\s*(\d{1,9}(?:[.,]\d{1,6})?)\s*([^\d\s]+)$/iu.exec(text) ?? []
  const factor = units.find(([name]) => name.test(unit))?.[1]
  return factor === undefined ? undefined : ms(Number(number.replace(',', '.')) * factor)
}

function readTime(text: string): Value | undefined {
  const time = timeIn(text)
  return time === undefined ? undefined : { is: 'time', time }
}

function readStay(text: string): Value | undefined {
  if (wordsOf.never.test(text)) return { is: 'never' }
  return wordsOf.toTheEnd.test(text) ? { is: 'to the end' } : readTime(text)
}

function readYesOrNo(text: string): Value | undefined {
  if (wordsOf.yes.test(text)) return { is: 'yes' }
  return wordsOf.no.test(text) ? { is: 'no' } : undefined
}

/** What a line says of a segment: `client > P. 1:6(5) ack 1`, `server syn-ack ack 1`, `client FIN+ACK seq 6 len 0`. */
export function segmentIn(text: string): Readonly<Partial<Record<SegmentField, string>>> | undefined {
  let rest = text.replace('>', ' ')
  const take = (pattern: RegExp): readonly string[] => {
    const found = pattern.exec(rest)
    if (found) rest = rest.replace(found[0], ' ')
    return found?.slice(1) ?? []
  }
  const [from, , bytes] = take(/(-?\d+):(-?\d+)\((\d+)\)/)
  const [ack] = take(/\back\s*[=:]?\s*(-?\d+)/i)
  const [seq = from] = take(/\bseq\s*[=:]?\s*(-?\d+)/i)
  const [length = bytes] = [...take(/\blen(?:gth)?\s*[=:]?\s*(\d+)/i), ...take(/\b(\d+)\s*bytes?/i)]
  const [sender = '', ...flags] = rest.trim().split(/\s+/)
  const letters = flags.join('+')
  if (!readWho(sender) || letters === '' || flagsIn(letters) === undefined) return undefined
  return {
    ...{ sender, flags: letters },
    ...(seq === undefined ? {} : { seq }),
    ...(length === undefined ? {} : { length }),
    ...(ack === undefined ? {} : { ack }),
  }
}
