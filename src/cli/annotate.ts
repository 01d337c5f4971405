import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { End, Evidence } from '../evidence.ts'
import { type CapturedFrame, capturesOf, type Excerpt, excerptsOf } from '../report/pcapng.ts'
import { runTool } from '../system/tool.ts'
import { decodePacket, withoutHops } from '../tcp.ts'
import { type Captured, PcapReader, unwrap } from '../witness/pcap.ts'
import type { Speaker } from '../words.ts'

/**
 * Makes one capture of a run's, as pcapng: every segment once, as its sender's own link had it, with what became of it and what it
 * did to the ends' states; Wireshark shows that beside them.
 *
 * @param folder the record's
 */
export async function annotate(folder: string, path: string, evidence: Evidence, say: Speaker): Promise<void> {
  const captures = capturesOf(evidence).map((end) => captureIn(folder, end))
  const frames = Object.fromEntries(captures.map(({ end, packets }) => [end, packets.map(frameOf)]))
  const excerpts = excerptsOf(evidence, frames, say)
  const place = mkdtempSync(join(tmpdir(), 'tcp-labs-pcapng-'))
  try {
    const parts = await Promise.all(
      captures.map((capture) => partOf(capture, excerpts.get(capture.end) ?? nothing, place)),
    )
    await runTool('mergecap', ['-F', 'pcapng', '-w', path, ...parts])
  } finally {
    rmSync(place, { recursive: true })
  }
}

const nothing: Excerpt = { kept: [], comments: new Map() }

interface Capture {
  readonly end: End
  readonly bytes: Buffer
  readonly packets: readonly Captured[]
}

function captureIn(folder: string, end: End): Capture {
  const bytes = readFileSync(join(folder, `${end}.pcap`))
  return { end, bytes, packets: new PcapReader().read(bytes) }
}

function frameOf(captured: Captured): CapturedFrame {
  const packet = unwrap(captured)?.packet
  const segment = packet && decodePacket(packet)
  return {
    time: captured.time,
    ...(packet ? { packet: withoutHops(packet) } : {}),
    ...(segment ? { segment } : {}),
  }
}

/** The frames of a capture that are told, with what is said of them, in a file of their own. */
async function partOf({ end, bytes, packets }: Capture, excerpt: Excerpt, place: string): Promise<string> {
  const [chosen, commented] = [join(place, `${end}.pcap`), join(place, `${end}.pcapng`)]
  writeFileSync(chosen, onlyThese(bytes, packets, new Set(excerpt.kept)))
  const places = new Map(excerpt.kept.map((number, index) => [number, index + 1]))
  const options = [...excerpt.comments].flatMap(([number, text]) => ['-a', `${places.get(number)}:${text}`])
  await runTool('editcap', ['-F', 'pcapng', ...options, chosen, commented])
  return commented
}

/** The capture file without its other packets: editcap takes no more than 512 numbers. */
function onlyThese(bytes: Buffer, packets: readonly Captured[], kept: ReadonlySet<number>): Buffer {
  const { fileHeader, recordHeader } = PcapReader
  const records = [bytes.subarray(0, fileHeader)]
  let at: number = fileHeader
  for (const [index, packet] of packets.entries()) {
    const next = at + recordHeader + packet.bytes.length
    if (kept.has(index + 1)) records.push(bytes.subarray(at, next))
    at = next
  }
  return Buffer.concat(records)
}
