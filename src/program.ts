import { flushCompileCache } from 'node:module'
import { createInterface } from 'node:readline'

const [, , host = '127.0.0.1', port = '8080'] = process.argv

/** Where the server is, from the command line: `node server.ts <host> <port>`. */
export const at = { host, port: Number(port) }

/** The same for whoever connects: `connect(to)`. */
export const to = at

/** Says on standard output what has just happened, a line for each thing. */
export function mark(what: string): void {
  process.stdout.write(`${what}\n`)
  keepCompiled()
}

let isKept = false

/** Where the harness keeps what Node compiles; a program that is killed in the end could not do it then. */
function keepCompiled(): void {
  if (!isKept) flushCompileCache()
  isKept = true
}

let lines: AsyncIterator<string> | undefined

/** Waits for a line on standard input: the harness writes it when the story is that far, and by hand you press Enter. Resolves to the line. */
export async function cue(what: string): Promise<string> {
  if (process.stdin.isTTY) process.stdout.write(`press Enter to ${what} `)
  // One reader for all cues: a line that comes early waits for whoever asks for it.
  lines ??= createInterface({ input: process.stdin })[Symbol.asyncIterator]()
  process.stdin.ref?.()
  const { value } = await lines.next()
  // A program lives as long as its sockets do; input that nobody waits for is no reason to.
  process.stdin.unref?.()
  return value ?? ''
}
