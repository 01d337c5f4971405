import { constants } from 'node:os'
import koffi from 'koffi'
import { HarnessFailed } from '../errors.ts'
import { libc } from './calls.ts'

/** keyctl(2) has no function in libc; its number is another on each architecture (asm/unistd.h). */
const keyctl = ({ x64: 250, arm64: 219 } as Partial<Record<NodeJS.Architecture, number>>)[process.arch]
const joinSessionKeyring = 1

const syscall = libc.func('long syscall(long, int, const char *)') as (
  number: number,
  what: number,
  name: null,
) => number

/** Where nobody may ask for keys, what we start may not either: a kernel without them, a container that forbids it. */
const forNobody = [constants.errno.ENOSYS, constants.errno.EPERM]

/**
 * Leaves the keys of whoever started this process (session-keyring(7)), for this thread and what it starts from now on: no
 * namespace keeps a program from its session's, and whoever has that one may read and change all in it.
 */
export function leaveKeys(): void {
  if (keyctl === undefined) throw new HarnessFailed(`cannot leave the session's keyring on ${process.arch}`)
  if (syscall(keyctl, joinSessionKeyring, null) >= 0 || forNobody.includes(koffi.errno())) return
  throw new HarnessFailed(`cannot leave the session's keyring: error ${koffi.errno()}`)
}
