import { createSocket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import { type Answer, decode, encode, type Packet, RECURSION_DESIRED } from 'dns-packet'

/** Answers questions for these names over UDP, and no others: a name server for one lab. */
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

/** One that was given: every object has a `constructor`, and nobody's address is that. */
function addressOf(names: Readonly<Record<string, string>>, name: string): string | undefined {
  const key = name.toLowerCase()
  return Object.hasOwn(names, key) ? names[key] : undefined
}

const nameDoesNotExist = 3

function answerTo({ id, questions = [] }: Packet, names: Readonly<Record<string, string>>): Packet {
  const answers = questions.flatMap(({ name, type }): Answer[] => {
    const address = addressOf(names, name)
    if (address === undefined || type !== (isIPv6(address) ? 'AAAA' : 'A')) return []
    return [{ name, type, ttl: 60, data: address }]
  })
  const known = questions.every(({ name }) => addressOf(names, name) !== undefined)
  const flags = RECURSION_DESIRED | (known ? 0 : nameDoesNotExist)
  return { type: 'response', ...(id === undefined ? {} : { id }), flags, questions, answers }
}
