import { isIPv6 } from 'node:net'
import raw, { type RawSocket } from 'raw-socket'
import {
  addressBytes,
  addressOf,
  decodePacket,
  encodePacket,
  inIPv6,
  type Outgoing,
  peersMark,
  type Segment,
} from '../tcp.ts'

/** A raw socket that puts whole packets on the wire and hears those that come for an address. */
export interface RawWire {
  send(segment: Outgoing): Promise<void>
  close(): void
}

/** From the kernel's own headers; raw-socket names only a few: SOL_SOCKET, SOL_IP, SOL_IPV6 and their options. */
const options = {
  mark: [1, 36],
  receiveBuffer: [1, 8],
  headerIncludedIPv4: [0, 3],
  headerIncludedIPv6: [41, 36],
} as const

/**
 * Opens a raw socket for this address's family.
 *
 * @throws where the process may not have one (it takes CAP_NET_RAW, which the labs' programs have in their own namespace)
 */
export function openWire(own: string, hear: (segment: Segment, packet: Buffer) => void): RawWire {
  const family = isIPv6(own) ? 'IPv6' : 'IPv4'
  const socket = makeSocket(family)
  open.add(socket)
  const set = ([level, option]: readonly [number, number], value: number): void =>
    socket.setOption(level, option, value)
  set(family === 'IPv4' ? options.headerIncludedIPv4 : options.headerIncludedIPv6, 1)
  set(options.mark, peersMark)
  // The default one loses packets of a burst.
  set(options.receiveBuffer, 4 << 20)
  socket.on('message', (bytes, source) => {
    // An IPv6 raw socket hands over what is behind the header; the checksum tells whether the segment was for us.
    const packet = family === 'IPv4' ? bytes : inIPv6(bytes, addressBytes(source), addressBytes(own))
    const segment = decodePacket(packet)
    if (segment?.checksum === 'right') hear(segment, packet)
  })
  return {
    send: (segment) => send(socket, segment),
    close() {
      open.delete(socket)
      socket.close()
    },
  }
}

/** libuv's handle does not keep the object alive: a program that only waits for a segment would lose its socket to the garbage collector. */
const open = new Set<RawSocket>()

function makeSocket(family: 'IPv4' | 'IPv6') {
  try {
    return raw.createSocket({
      protocol: raw.Protocol.TCP,
      addressFamily: raw.AddressFamily[family],
      bufferSize: 0x10000,
    })
  } catch (error) {
    throw new Error('a raw peer needs CAP_NET_RAW: run it as root, or let a lab run it', { cause: error })
  }
}

function send(socket: RawSocket, segment: Outgoing): Promise<void> {
  const packet = encodePacket(segment)
  return new Promise((resolve, reject) => {
    socket.send(packet, 0, packet.length, addressOf(segment.to), (error) => (error ? reject(error) : resolve()))
  })
}
