import { join } from 'node:path'
import type { BlindCause } from '../evidence/blind.ts'
import type { End, Host, SegmentFact } from '../evidence.ts'
import {
  addressOf,
  decodePacket,
  dissect,
  dissectPacket,
  type Milliseconds,
  ms,
  portOf,
  type Segment,
  sourceOf,
} from '../tcp.ts'
import type { Scene, Witness } from '../witness.ts'
import { captureFile } from './capture-file.ts'
import { bareIp, type Captured, PcapReader, unwrap } from './pcap.ts'
import { printedBy } from './printed-capture.ts'
import { startTcpdump, type Tcpdump } from './tcpdump.ts'

/** Captures at the router and at both ends with tcpdump: to files that Wireshark opens, and to facts as they pass. */
export async function watchWire(scene: Scene): Promise<Witness> {
  const taps: ReadonlyArray<readonly [Host, string]> = scene.loopback
    ? [['server', 'lo']]
    : [['client', 'eth0'], ['router', 'any'], ['server', 'eth0']] // biome-ignore format: one tap beside the other
  const captures = await Promise.all(taps.map(([host, tap]) => capture(scene, host, tap)))
  return {
    name: 'wire',
    drain: async () => void (await Promise.all(captures.map(({ drain }) => drain()))),
    stop: async () => void (await Promise.all(captures.map(({ stop }) => stop()))),
  }
}

// Immediate and unbuffered: a segment is a fact within a millisecond, not when a block is full.
const options = ['-n', '-w', '-', '-U', '--immediate-mode', '--time-stamp-precision=nano', '-s', '2048', '-B', '8192']

async function capture(scene: Scene, host: Host, tap: string) {
  const cooked = tap === 'any' ? ['-y', 'LINUX_SLL2'] : []
  const inside = scene.inside(host, 'tcpdump', ['-i', tap, ...cooked, ...options])
  const path = join(scene.folder, `${host}.pcap`)
  const file = captureFile(path)
  const sight = makeSight(scene, host)
  let watching = true
  const reader = readCapture(scene, (captured) => {
    sight.clearUpTo(scene.clock.fromRealtime(captured.time))
    if (scene.frames && host !== 'router') tellFrame(scene, host, tap, captured)
    else tellSegment(scene, host, tap, captured)
  })
  const tcpdump = await startTcpdump(inside, `tcpdump on ${host} ${tap}`, (chunk) => {
    file.write(chunk)
    const damage = reader.read(chunk)
    if (damage !== undefined) sight.lose({ is: 'damaged', damage })
  })
  const end = (how: string): void => {
    if (watching) sight.lose({ is: 'ended', how })
  }
  void tcpdump.ended.then(end)
  return {
    async drain() {
      const cause = await incompleteBecause(tcpdump, tap)
      const how = tcpdump.ending()
      if (how !== undefined) end(how)
      else if (cause !== undefined) sight.blind(cause)
      // Whatever was lost in mid-play is lost up to the end; what is lost from here on is none of the story's.
      sight.remain()
      watching = false
      await file.check()
      if (scene.loopback && cause === undefined && !sight.isLost()) await tellPrinted(scene, path, sight)
    },
    async stop() {
      watching = false
      await tcpdump.stop()
      await file.close(reader.length())
    },
  }
}

/** A capture that tcpdump itself cannot read, though it ran to the end, is none. */
async function tellPrinted(scene: Scene, path: string, { blind }: Sight): Promise<void> {
  try {
    for (const fact of await printedBy(scene, path)) scene.tell(fact)
  } catch (error) {
    blind({ is: 'error', error: error instanceof Error ? error.message : String(error) })
  }
}

type Sight = ReturnType<typeof makeSight>

/** What one capture has seen, and from when on it does not see any more. */
function makeSight({ clock, tell }: Scene, host: Host) {
  let clear = ms(0)
  let lost: BlindCause | undefined
  const blindSince = (since: Milliseconds, cause: BlindCause): void => {
    const at = clock.now()
    tell({ kind: 'blind', at, within: ms(Math.max(0, at - since)), host, by: 'wire', cause })
  }
  return {
    /** Everything up to this moment has been seen. */
    clearUpTo(at: Milliseconds) {
      clear = ms(Math.max(clear, at))
    },
    /** For good: nothing after what was seen last will be. */
    lose(cause: BlindCause) {
      if (lost !== undefined) return
      lost = cause
      blindSince(clear, cause)
    },
    isLost: () => lost !== undefined,
    remain() {
      if (lost !== undefined) blindSince(clear, lost)
    },
    /** Nobody knows where in the story. */
    blind: (cause: BlindCause) => blindSince(ms(0), cause),
  }
}

/**
 * Reads what tcpdump prints, until it is no capture any more, and knows how many bytes of it are whole packets of the
 * story: what the taking down causes is in no record.
 */
function readCapture({ clock, ended }: Scene, onPacket: (captured: Captured) => void) {
  const reader = new PcapReader()
  let damage: string | undefined
  let length: number | undefined
  let isOver = false
  return {
    length: () => length,
    read(chunk: Buffer): string | undefined {
      if (damage !== undefined) return damage
      try {
        for (const captured of reader.read(chunk)) {
          const end = ended()
          isOver ||= end !== undefined && clock.fromRealtime(captured.time) > end
          length ??= PcapReader.fileHeader
          if (!isOver) length += PcapReader.recordHeader + captured.bytes.length
          onPacket(captured)
        }
      } catch (error) {
        damage = error instanceof Error ? error.message : String(error)
      }
      return damage
    },
  }
}

/** How long tcpdump may take to hand over what it has; after that the record says that some may be missing. Milliseconds. */
const patience = 5000

/** Asks tcpdump for its counts until it has written all that the kernel handed to it, so that no segment is still on its way to us. */
async function incompleteBecause(tcpdump: Tcpdump, tap: string): Promise<BlindCause | undefined> {
  // On loopback the kernel counts each packet as it leaves and as it arrives, and libpcap keeps one of the two.
  const counted = tap === 'lo' ? 2 : 1
  for (const begun = performance.now(); performance.now() - begun < patience; ) {
    const counts = await tcpdump.counts(patience - (performance.now() - begun))
    if (tcpdump.ending() !== undefined) return undefined
    if (!counts) break
    if (counts.dropped > 0) return { is: 'overrun', lost: counts.dropped }
    if (counts.captured >= Math.floor(counts.received / counted)) return undefined
  }
  return { is: 'not told in time', patience }
}

function tellSegment(scene: Scene, host: Host, tap: string, captured: Captured): void {
  const unwrapped = unwrap(captured)
  const segment = unwrapped && decodePacket(unwrapped.packet)
  if (segment) tell(scene, { host, tap, segment, time: captured.time, outgoing: unwrapped.outgoing })
  else if (unwrapped && !scene.loopback) pass(scene, host, unwrapped.packet)
}

/** What comes to an end from the other one is the other one's; whatever else is there, link-local addresses too, is its own. */
function pass(scene: Scene, host: Host, packet: Buffer): void {
  const source = sourceOf(packet)
  const sender = source === undefined ? undefined : scene.endAt(source, 0)
  if (host !== 'router' && (sender === undefined || sender === host)) scene.pass(host)
}

/** The frame whole, and the segment in it. */
function tellFrame(scene: Scene, host: End, tap: string, { bytes, time, link }: Captured): void {
  const { frame, segment } = link === bareIp ? dissectPacket(bytes) : dissect(bytes)
  if (segment) tell(scene, { host, tap, segment, time })
  if (frame)
    scene.tell({ kind: 'frame', at: scene.clock.fromRealtime(time), within: ms(0.01), host, by: 'wire', frame })
}

interface Passing {
  readonly host: Host
  readonly tap: string
  readonly segment: Segment
  readonly time: bigint
  readonly outgoing?: boolean | undefined
}

/** Segments of others, which nobody of the lab's network sends, are none of the story's. */
function tell(scene: Scene, { host, tap, segment, time, outgoing }: Passing): void {
  const speaker = speakerOf(scene, segment)
  if (!speaker) return
  const at = scene.clock.fromRealtime(time)
  const place = placeOf(scene, host, tap, speaker, outgoing)
  scene.tell({ kind: 'segment', at, within: ms(0.01), by: 'wire', segment, ...place })
}

const speakerOf = (scene: Scene, { from }: Segment): End | undefined => scene.endAt(addressOf(from), portOf(from))

function placeOf(
  { loopback }: Scene,
  host: Host,
  tap: string,
  speaker: End,
  outgoing?: boolean,
): Pick<SegmentFact, 'host' | 'tap' | 'direction'> {
  if (loopback) return { host: speaker, tap, direction: 'out' }
  if (host !== 'router') return { host, tap, direction: host === speaker ? 'out' : 'in' }
  const listener: End = speaker === 'client' ? 'server' : 'client'
  return outgoing ? { host, tap: listener, direction: 'out' } : { host, tap: speaker, direction: 'in' }
}
