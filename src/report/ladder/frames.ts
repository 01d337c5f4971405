import type { End, Evidence, FrameFact } from '../../evidence.ts'
import { framesAt, writeFrame } from '../../story/frames.ts'
import type { Frame } from '../../tcp.ts'
import { oneLine } from '../printable.ts'

/** A frame as a ladder tells of it. */
export interface ToldFrame {
  readonly fact: FrameFact
  readonly text: string
}

/** What the links carry besides TCP: questions for a MAC, ICMP, datagrams; each where its sender's or the nearer link saw it. */
export const toldFrames = (evidence: Evidence): ToldFrame[] =>
  (['client', 'server'] as const).flatMap((end) =>
    framesAt(evidence, end)
      .filter(({ frame }) => frame.flags === undefined && isTold(evidence, end, frame))
      .map((fact) => ({ fact, text: oneLine(writeFrame(evidence, fact.frame)).replace(/^\w+ > \w+ (?=IP)/, '') })),
  )

/** What crosses both links is told once, where it began. */
function isTold({ setting }: Evidence, end: End, { ip, neighbour }: Frame): boolean {
  if (neighbour || !ip) return true
  return (setting.names?.[ip.source] === 'server' ? 'server' : 'client') === end
}
