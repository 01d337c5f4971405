import { readFileSync } from 'node:fs'
import type { Evidence } from '../evidence.ts'
import { type CapturedFrame, frameComments } from '../report/pcapng.ts'
import { runTool } from '../system/tool.ts'
import { decodePacket } from '../tcp.ts'
import { PcapReader, unwrap } from '../witness/pcap.ts'

/** Copies a run's capture as pcapng, with what each segment did to the ends' states; Wireshark shows it beside them. */
export async function annotate(capture: string, path: string, evidence: Evidence): Promise<void> {
  const comments = frameComments(evidence, framesIn(capture))
  const options = [...comments].flatMap(([number, text]) => ['-a', `${number}:${text}`])
  await runTool('editcap', ['-F', 'pcapng', ...options, capture, path])
}

function framesIn(capture: string): CapturedFrame[] {
  return new PcapReader().read(readFileSync(capture)).map((captured) => {
    const unwrapped = unwrap(captured)
    const segment = unwrapped && decodePacket(unwrapped.packet)
    return {
      ...(segment === undefined ? {} : { segment }),
      ...(unwrapped?.outgoing === undefined ? {} : { outgoing: unwrapped.outgoing }),
    }
  })
}
