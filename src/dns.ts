import { createSocket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import { type Answer, decode, encode, type Packet, RECURSION_DESIRED } from 'dns-packet'

/** Answers questions for these names, and for the names of their addresses, over UDP, and no others: a name server for one lab. */
export function answerNames(names: Readonly<Record<string, string>>, host: string, port = 53): Promise<void> {
  const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4')
  socket.on('message', (message, asker) => {
    const answer = answerTo(decode(message), names)
    socket.send(encode(answer), asker.port, asker.address)
  })
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.bind(port, host, resolve)
  })
}

/** The name under which DNS keeps the name of an address (RFC 1035 section 3.5, RFC 3596 section 2.5). */
export function pointerTo(address: string): string {
  if (!isIPv6(address)) return `${address.split('.').reverse().join('.')}.in-addr.arpa`
  const [before = [], after] = address.split('::').map((half) => half.split(':').filter(Boolean))
  const given = [...before, ...(after ?? [])].length
  const groups = after === undefined ? [...before] : [...before, ...Array<string>(8 - given).fill('0'), ...after]
  const digits = groups.map((group) => group.padStart(4, '0')).join('')
  return `${[...digits].reverse().join('.')}.ip6.arpa`
}

/** One that was given: every object has a `constructor`, and nobody's address is that. */
function addressOf(names: Readonly<Record<string, string>>, name: string): string | undefined {
  const key = name.toLowerCase()
  return Object.hasOwn(names, key) ? names[key] : undefined
}

/** The first name that was given with the address that this points to. */
const nameAt = (names: Readonly<Record<string, string>>, pointer: string): string | undefined =>
  Object.keys(names).find((name) => pointerTo(names[name] ?? '') === pointer.toLowerCase())

const nameDoesNotExist = 3

function answerTo({ id, questions = [] }: Packet, names: Readonly<Record<string, string>>): Packet {
  const answers = questions.flatMap(({ name, type }): Answer[] => {
    const pointed = type === 'PTR' ? nameAt(names, name) : undefined
    if (pointed !== undefined) return [{ name, type: 'PTR', ttl: 60, data: pointed }]
    const address = addressOf(names, name)
    if (address === undefined || type !== (isIPv6(address) ? 'AAAA' : 'A')) return []
    return [{ name, type, ttl: 60, data: address }]
  })
  const known = questions.every(({ name }) => (addressOf(names, name) ?? nameAt(names, name)) !== undefined)
  const flags = RECURSION_DESIRED | (known ? 0 : nameDoesNotExist)
  return { type: 'response', ...(id === undefined ? {} : { id }), flags, questions, answers }
}
