import { createServer, type Server } from 'node:net'
import { HostLacks } from '../errors.ts'

/** As many as 198.18.0.0/15 has networks of 256 addresses. */
const slots = 512

/** A number that no other run on this machine has at the same time; addresses and names are made from it. */
export interface Slot {
  readonly number: number
  release(): Promise<void>
}

/**
 * Takes a free number by binding an abstract socket, which the kernel does atomically for all users, and undoes by
 * itself when the process dies, however it dies: no lock file can be stale.
 */
export async function takeSlot(first = Math.floor(Math.random() * slots)): Promise<Slot> {
  for (let tried = 0; tried < slots; tried++) {
    const slot = await trySlot((first + tried) % slots)
    if (slot) return slot
  }
  throw new HostLacks(
    `all ${slots} address ranges are in use by other runs on this machine; wait until some have ended`,
  )
}

/** Takes this very number, if nobody has it. */
async function trySlot(number: number): Promise<Slot | undefined> {
  const release = await takeName(`run/${number}`)
  return release && { number, release }
}

/**
 * Takes a name that nobody else on this machine has then, in the same way; resolves to what gives it back, or to nothing where
 * somebody has it.
 */
export async function takeName(name: string): Promise<(() => Promise<void>) | undefined> {
  const server = createServer()
  const bound = await new Promise<boolean>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
    )
    server.listen(`\0tcp-labs/${name}`, () => resolve(true))
  })
  if (!bound) return undefined
  server.unref()
  return () => close(server)
}

const close = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()))
