import { once } from 'node:events'
import { createInterface } from 'node:readline'

const [, , host = '127.0.0.1', port = '8080'] = process.argv

/** Where the server is, from the command line: `node server.ts <host> <port>`. */
export const at = { host, port: Number(port) }

/** The same for whoever connects: `connect(to)`. */
export const to = at

/** Says on standard output what has just happened, a line for each thing. */
export function mark(what: string): void {
  process.stdout.write(`${what}\n`)
}

/** Waits for a line on standard input: the harness writes it when the story is that far, and by hand you press Enter. */
export async function cue(what: string): Promise<void> {
  if (process.stdin.isTTY) process.stdout.write(`press Enter to ${what} `)
  const lines = createInterface({ input: process.stdin })
  await once(lines, 'line')
  lines.close()
  // Nobody should be kept alive by waiting for input that no one asked for.
  process.stdin.unref?.()
}
