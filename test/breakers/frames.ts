import type { End, Evidence, Fact, FrameFact } from '../../src/evidence.ts'
import { framesAt, writeFrame } from '../../src/story/frames.ts'
import type { Frame } from '../../src/tcp.ts'
import { altered, removed } from '../mutations/mutation.ts'
import { type BreakersOf, needed } from './breaker.ts'

export const ofFrames: BreakersOf<'showsFrames' | 'hasFrame' | 'encapsulates' | 'carriesThrough'> = {
  /** The first frame is missing. */
  showsFrames: ({ of: { link } }, record) => without(record, framesAt(record, link).slice(0, 1)),

  hasFrame: ({ of: { link }, line, least }, record) =>
    without(
      record,
      framesAt(record, link)
        .filter(({ frame }) => writeFrame(record, frame) === line)
        .slice(least - 1),
    ),

  /** There is a byte between TCP's header and the data. */
  encapsulates: ({ of: { link }, text }, record) =>
    otherwise(record, carrying(record, link, text), (frame) => ({
      ...frame,
      layers: frame.layers.map((layer) => (layer.name === 'data' ? { ...layer, at: layer.at + 1 } : layer)),
    })),

  /** The router sends it on with as many hops left as before. */
  carriesThrough: ({ text, sender }, record) =>
    otherwise(record, carrying(record, sender === 'client' ? 'server' : 'client', text), (frame) => ({
      ...frame,
      ...(frame.ip ? { ip: { ...frame.ip, hops: frame.ip.hops + 1 } } : {}),
    })),
}

function without(record: Evidence, frames: readonly FrameFact[]): Evidence {
  const gone = new Set<Fact>(frames)
  return removed(record, (fact) => gone.has(fact))
}

const otherwise = (record: Evidence, fact: FrameFact, alter: (frame: Frame) => Frame): Evidence =>
  altered(record, (each) => [each === fact ? { ...fact, frame: alter(fact.frame) } : each])

const carrying = (record: Evidence, end: End, text: string): FrameFact =>
  needed(
    framesAt(record, end).find(
      ({ frame }) => frame.text?.startsWith(text) && frame.layers.some(({ name }) => name === 'TCP'),
    ),
    `frame with '${text}'`,
  )
