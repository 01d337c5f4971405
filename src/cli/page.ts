import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Cast } from '../catalogue.ts'
import type { End, Evidence } from '../evidence.ts'
import type { CapturedPacket } from '../report/page/dump.ts'
import { page } from '../report/page.ts'
import type { Judgement } from '../verdict.ts'
import { PcapReader, unwrap } from '../witness/pcap.ts'
import { type LanguageName, languages, speakerOf } from '../words/spoken.ts'
import { judgedPredictions } from './predictions.ts'

/** A run that was judged, and where it lies. */
export interface JudgedRun {
  readonly cast: Cast
  readonly evidence: Evidence
  readonly judgement: Judgement
  /** The record's folder, where its captures are. */
  readonly folder: string
}

/** Writes a judged run as a page that replays it; see report/page.ts. */
export async function writePage(
  path: string,
  { cast, evidence, judgement, folder }: JudgedRun,
  language: LanguageName,
): Promise<void> {
  const { variant, twin } = evidence.setting
  const change = { ...(variant === undefined ? {} : { variant }), ...(twin === undefined ? {} : { twin }) }
  const text = await page(
    {
      ...{ evidence, judgement, change },
      titles: { en: cast.lab.title, zh: cast.lab.zh },
      predictions: judgedPredictions(folder, cast, { evidence, judgement }),
      captures: capturesIn(folder),
    },
    { speakers: Object.fromEntries(languages.map((name) => [name, speakerOf(name)])), language },
  )
  writeFileSync(path, text)
}

function capturesIn(folder: string): Readonly<Partial<Record<End, readonly CapturedPacket[]>>> {
  const read = (end: End) => {
    const path = join(folder, `${end}.pcap`)
    return existsSync(path) ? { [end]: packetsIn(path) } : {}
  }
  return { ...read('client'), ...read('server') }
}

/** Of a damaged capture what can be read: the page shows bytes only where it has them. */
function packetsIn(path: string): CapturedPacket[] {
  const packets: CapturedPacket[] = []
  try {
    for (const captured of new PcapReader().read(readFileSync(path))) {
      const packet = unwrap(captured)?.packet
      if (packet) packets.push({ link: captured.bytes.subarray(0, captured.bytes.length - packet.length), packet })
    }
  } catch {}
  return packets
}
