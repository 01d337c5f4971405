import { closeSync } from 'node:fs'
import koffi from 'koffi'
import { libc, must } from './calls.ts'

koffi.struct('ethtool_value', { command: 'uint32', value: 'uint32' })
koffi.struct('ifreq', { name: koffi.array('char', 16), data: 'ethtool_value *', rest: koffi.array('uint8', 16) })

interface Request {
  readonly name: string
  readonly data: { readonly command: number; readonly value: number }
  readonly rest: readonly number[]
}

const socket = libc.func('int socket(int, int, int)') as (family: number, type: number, protocol: number) => number
const ioctl = libc.func('int ioctl(int, unsigned long, ifreq *)') as (at: number, call: number, of: Request) => number

/** SIOCETHTOOL, and what `ethtool -K <device> tx off tso off gso off gro off` comes to (linux/ethtool.h). */
const ethtool = 0x8946
const setting = { tx: 0x17, tso: 0x1f, gso: 0x24, gro: 0x2c } as const

/**
 * Has a device of the network namespace that this thread is in compute no checksums and make no segments: else captures would
 * show checksums not yet computed, and segments larger than the wire carries.
 */
export function turnOffOffloads(device: string): void {
  // AF_INET, SOCK_DGRAM: any socket will do.
  const at = socket(2, 2, 0)
  must(Math.min(at, 0), 'open a socket')
  try {
    for (const [name, command] of Object.entries(setting)) {
      const result = ioctl(at, ethtool, { name: device, data: { command, value: 0 }, rest: new Array(16).fill(0) })
      must(result, `turn off ${name} of ${device}`)
    }
  } finally {
    closeSync(at)
  }
}
