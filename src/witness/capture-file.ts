import { createWriteStream } from 'node:fs'
import { truncate } from 'node:fs/promises'
import { HarnessFailed } from '../errors.ts'

/** A capture as tcpdump wrote it, for Wireshark to open. */
export interface CaptureFile {
  write(chunk: Buffer): void
  /** Rejects when it could not be written: a record without its captures is no record. */
  check(): Promise<void>
  /** Closes it, and cuts off what comes after so many bytes. */
  close(length: number | undefined): Promise<void>
}

export function captureFile(path: string): CaptureFile {
  const stream = createWriteStream(path)
  let size = 0
  // Unheard it would end this process in the middle of a play.
  stream.on('error', () => {})
  const check = async (): Promise<void> => {
    if (!stream.errored && !stream.closed) await new Promise<void>((resolve) => stream.write('', () => resolve()))
    if (stream.errored) throw new HarnessFailed(`the capture ${path} cannot be written: ${stream.errored.message}`)
  }
  return {
    write(chunk) {
      if (stream.errored) return
      size += chunk.length
      stream.write(chunk)
    },
    check,
    async close(length) {
      if (!stream.closed) {
        const closed = new Promise<void>((resolve) => stream.once('close', resolve))
        stream.end()
        await closed
      }
      await check()
      if (length !== undefined && length < size) await truncate(path, length)
    },
  }
}
