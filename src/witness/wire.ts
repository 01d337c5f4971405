import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import type { End, Host, SegmentFact } from '../evidence.ts'
import { type Running, signal, start, stop } from '../system/command.ts'
import { HarnessFailed } from '../system/errors.ts'
import { addressOf, decodeFrame, decodePacket, ms, portOf, type Segment } from '../tcp.ts'
import type { Scene, Witness } from '../witness.ts'
import { type Captured, PcapReader, unwrap } from './pcap.ts'

/** Captures at the router and at both ends with tcpdump: to files that Wireshark opens, and to facts as they pass. */
export async function watchWire(scene: Scene): Promise<Witness> {
  const taps: ReadonlyArray<readonly [Host, string]> = scene.loopback
    ? [['server', 'lo']]
    : [['client', 'eth0'], ['router', 'any'], ['server', 'eth0']] // biome-ignore format: one tap beside the other
  const captures = await Promise.all(taps.map(([host, tap]) => capture(scene, host, tap)))
  return {
    name: 'wire',
    settle: async () => void (await Promise.all(captures.map(({ settle }) => settle()))),
    stop: async () => void (await Promise.all(captures.map(({ stop }) => stop()))),
  }
}

// Immediate and unbuffered: a segment is a fact within a millisecond, not when a block is full.
const options = ['-n', '-w', '-', '-U', '--immediate-mode', '--time-stamp-precision=nano', '-s', '2048', '-B', '8192']

async function capture(scene: Scene, host: Host, tap: string) {
  const cooked = tap === 'any' ? ['-y', 'LINUX_SLL2'] : []
  const { command, args } = scene.inside(host, 'tcpdump', ['-i', tap, ...cooked, ...options])
  const tcpdump = start(command, args)
  const file = createWriteStream(join(scene.folder, `${host}.pcap`))
  const reader = new PcapReader()
  const says = listen(tcpdump)
  tcpdump.stdout.on('data', (chunk: Buffer) => {
    file.write(chunk)
    for (const captured of reader.read(chunk)) {
      tellSegment(scene, host, tap, captured)
      if (scene.frames && host !== 'router') tellFrame(scene, host, captured)
    }
  })
  await says.until(/listening on/, `tcpdump on ${host} ${tap}`)
  return {
    settle: () => settle(scene, host, tap, tcpdump, says),
    async stop() {
      await stop(tcpdump)
      await new Promise((resolve) => file.end(resolve))
    },
  }
}

type Listener = ReturnType<typeof listen>

/** What tcpdump says on its standard error, and waiting for it to say something. */
function listen(tcpdump: Running) {
  let said = ''
  let wake = (): void => {}
  tcpdump.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString()
    wake()
  })
  void tcpdump.ended.then(() => wake())
  return {
    async until(pattern: RegExp, who: string): Promise<RegExpExecArray> {
      for (;;) {
        const found = pattern.exec(said)
        if (found) {
          said = said.slice(found.index + found[0].length)
          return found
        }
        if (tcpdump.ending()) throw new HarnessFailed(`${who} ended: ${said.trim()}`)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
  }
}

/** How long tcpdump may take to hand over what it has; after that the record says that some may be missing. */
const patience = 5000

/** Asks tcpdump for its counts until it has written all that the kernel handed to it, so that no segment is still on its way to us. */
async function settle(scene: Scene, host: Host, tap: string, tcpdump: Running, says: Listener): Promise<void> {
  const blind = (why: string): void => {
    const at = scene.clock.now()
    scene.tell({ kind: 'blind', at, within: at, host: scene.loopback ? 'server' : host, by: 'wire', why })
  }
  // On loopback the kernel counts each packet as it leaves and as it arrives, and libpcap keeps one of the two.
  const counted = tap === 'lo' ? 2 : 1
  for (const begun = scene.clock.now(); scene.clock.now() - begun < patience; ) {
    if (tcpdump.ending()) return blind('tcpdump died')
    signal(tcpdump, 'SIGUSR1')
    const counts = await says.until(
      /(\d+) packets? captured, (\d+) packets? received by filter, (\d+) packets? dropped by kernel/,
      'tcpdump',
    )
    const [captured = 0, received = 0, dropped = 0] = counts.slice(1).map(Number)
    if (dropped > 0) return blind(`the kernel dropped ${dropped} packets before tcpdump`)
    if (captured >= Math.floor(received / counted)) return
  }
  blind(`tcpdump did not hand over all its packets within ${patience} ms`)
}

function tellSegment(scene: Scene, host: Host, tap: string, captured: Captured): void {
  const frame = unwrap(captured)
  const segment = frame && decodePacket(frame.packet)
  const speaker = segment && speakerOf(scene, segment)
  if (!segment || !speaker) return
  const at = scene.clock.fromRealtime(captured.time)
  const place = placeOf(scene, host, tap, speaker, frame.outgoing)
  const fact: SegmentFact = { kind: 'segment', at, within: ms(0.01), by: 'wire', segment, ...place }
  scene.tell(fact)
}

function tellFrame(scene: Scene, host: End, { bytes, time }: Captured): void {
  const frame = decodeFrame(bytes)
  if (frame)
    scene.tell({ kind: 'frame', at: scene.clock.fromRealtime(time), within: ms(0.01), host, by: 'wire', frame })
}

const speakerOf = (scene: Scene, { from }: Segment): End | undefined => scene.endOf(addressOf(from), portOf(from))

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
