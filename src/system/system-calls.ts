import { constants } from 'node:os'

/**
 * What a program in a sandbox may not ask of the kernel, as bubblewrap takes it (`--seccomp`): a filter in classic BPF
 * (seccomp(2), linux/filter.h), which each system call goes through.
 */

/** By architecture: how linux/audit.h names it, and the numbers of the calls (asm/unistd.h). */
const machines = {
  x64: {
    arch: 0xc000003e,
    ...{ socket: 41, io_uring_setup: 425, userfaultfd: 323, bpf: 321 },
    ...{ perf_event_open: 298, ptrace: 101, pidfd_getfd: 438 },
  },
  arm64: {
    arch: 0xc00000b7,
    ...{ socket: 198, io_uring_setup: 425, userfaultfd: 282, bpf: 280 },
    ...{ perf_event_open: 241, ptrace: 117, pidfd_getfd: 438 },
  },
} as const
type Machine = (typeof machines)[keyof typeof machines]

const { EAFNOSUPPORT, ENOSYS, EPERM } = constants.errno

/** AF_UNIX, AF_INET, AF_INET6, and AF_NETLINK, by which getaddrinfo(3) asks for addresses: of others, as AF_VSOCK, no namespace keeps it. */
const families = [1, 2, 10, 16]

/** In struct seccomp_data. */
const at = { number: 0, arch: 4, argument: (index: number) => 16 + 8 * index } as const
/** BPF_LD | BPF_W | BPF_ABS, BPF_JMP | BPF_JEQ, BPF_JMP | BPF_JGE, BPF_RET. */
const code = { load: 0x20, ifEqual: 0x15, ifFrom: 0x35, answer: 0x06 } as const
const allow = 0x7fff0000
const refuse = (error: number): number => 0x00050000 | error

type Instruction = readonly [code: number, then: number, otherwise: number, value: number]

const load = (offset: number): Instruction => [code.load, 0, 0, offset]
const answer = (value: number): Instruction => [code.answer, 0, 0, value]
/** Does these where it is this value, and else skips them. */
const where = (value: number, then: readonly Instruction[]): readonly Instruction[] => [
  [code.ifEqual, 0, then.length, value],
  ...then,
]

function instructionsOf(machine: Machine): readonly Instruction[] {
  const refused = [
    ...where(machine.io_uring_setup, [answer(refuse(ENOSYS))]),
    ...[machine.userfaultfd, machine.bpf, machine.perf_event_open, machine.ptrace, machine.pidfd_getfd].flatMap(
      (call) => where(call, [answer(refuse(EPERM))]),
    ),
  ]
  const ofSocket = [
    load(at.argument(0)),
    ...families.flatMap((family) => where(family, [answer(allow)])),
    answer(refuse(EAFNOSUPPORT)),
  ]
  return [
    load(at.arch),
    [code.ifEqual, 1, 0, machine.arch],
    answer(refuse(ENOSYS)),
    load(at.number),
    // x64 numbers its calls a second time from here on (x32).
    [code.ifFrom, 0, 1, 0x40000000],
    answer(refuse(ENOSYS)),
    ...refused,
    ...where(machine.socket, ofSocket),
    answer(allow),
  ]
}

/** The filter for the machine that this is; undefined for one whose numbers nobody has written down. */
export function systemCallFilter(architecture: string = process.arch): Buffer | undefined {
  const machine = architecture === 'x64' || architecture === 'arm64' ? machines[architecture] : undefined
  if (!machine) return undefined
  const instructions = instructionsOf(machine)
  const bytes = Buffer.alloc(8 * instructions.length)
  for (const [index, [op, then, otherwise, value]] of instructions.entries()) {
    bytes.writeUInt16LE(op, 8 * index)
    bytes.writeUInt8(then, 8 * index + 2)
    bytes.writeUInt8(otherwise, 8 * index + 3)
    bytes.writeUInt32LE(value >>> 0, 8 * index + 4)
  }
  return bytes
}
