import { randomBytes, randomInt } from 'node:crypto'
import { endpoint, type Flags, sequence } from '../tcp.ts'
import { openWire } from './raw.ts'

/** Addresses on the peer's own link where nobody lives: whoever is answered there never answers back. */
function strangers(own: string, count: number): string[] {
  const cut = Math.max(own.lastIndexOf('.'), own.lastIndexOf(':')) + 1
  const network = own.slice(0, cut)
  // Above the addresses that hosts and routers have, below those of the link's other half.
  const first = 32
  if (count > 64) throw new Error(`there are 64 strangers on a link, not ${count}`)
  return Array.from({ length: count }, (_, index) =>
    own.includes(':') ? `${network}${(first + index).toString(16)}` : `${network}${first + index}`,
  )
}

/** Sends one SYN in the name of each of so many strangers, who asked for nothing. It ends there: a flood in a glass of water. */
export async function flood(own: string, to: { readonly host: string; readonly port: number }, count: number) {
  const wire = openWire(own, () => {})
  for (const address of strangers(own, count)) {
    await wire.send({
      from: endpoint(address, randomInt(1024, 65536)),
      to: endpoint(to.host, to.port),
      flags: 'S' as Flags,
      seq: sequence(randomBytes(4).readUInt32BE()),
      ack: sequence(0),
      window: 0xffff,
      options: { mss: 1460 },
      data: Buffer.alloc(0),
    })
  }
  wire.close()
}
