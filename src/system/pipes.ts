import { closeSync, fchownSync, writeSync } from 'node:fs'
import { Socket } from 'node:net'
import { libc, must } from './calls.ts'

const pipe2 = libc.func('int pipe2(void *, int)') as (ends: Buffer, flags: number) => number

/** O_CLOEXEC: what we execute besides gets neither end. */
const closedInOthers = 0o2000000

/** The two ends of a pipe(7), as file descriptors. */
interface Pipe {
  readonly reading: number
  readonly writing: number
}

function makePipe(): Pipe {
  const ends = Buffer.alloc(8)
  must(pipe2(ends, closedInOthers), 'make a pipe')
  return { reading: ends.readInt32LE(0), writing: ends.readInt32LE(4) }
}

/** The reading end of a pipe with these bytes in it and nothing to come: no more than a pipe holds (64 KiB). */
export function pipeWith(bytes: Buffer): number {
  const { reading, writing } = makePipe()
  writeSync(writing, bytes)
  closeSync(writing)
  return reading
}

/** Who may open a program's streams a second time, as /dev/stdout: a pipe belongs to whoever made it. */
export interface Owner {
  readonly uid: number
  readonly gid: number
}

/** A program's three streams as pipes. Node's own are sockets, which no program can open as /dev/stdout. */
export interface Pipes {
  /** For spawn(): what the program has as 0, 1 and 2. */
  readonly theirs: readonly [number, number, number]
  /** Ours, once the program has its ends. */
  ours(): { readonly stdin: Socket; readonly stdout: Socket; readonly stderr: Socket }
}

export function makePipes(owner?: Owner): Pipes {
  const [input, output, complaints] = [makePipe(), makePipe(), makePipe()]
  const theirs = [input.reading, output.writing, complaints.writing] as const
  if (owner) for (const end of theirs) fchownSync(end, owner.uid, owner.gid)
  return {
    theirs,
    ours() {
      for (const end of theirs) closeSync(end)
      const reader = (fd: number) => new Socket({ fd, readable: true, writable: false })
      return {
        stdin: new Socket({ fd: input.writing, readable: false, writable: true }),
        stdout: reader(output.reading),
        stderr: reader(complaints.reading),
      }
    },
  }
}
