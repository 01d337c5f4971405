import type { FrameFindings } from '../../../finding/frames.ts'
import { moment } from '../../../tcp.ts'
import type { FindingWords } from '../../../words.ts'

export const frames: FindingWords<FrameFindings> = {
  frames: ({ frames: seen }) => seen.map(({ line, at }) => `${line} at ${moment(at)}`).join('; '),
  'frame with': ({ text, both }) => `a frame with '${text}'${both ? ' on both links' : ''}`,
  'layer names': ({ names }) => names.join(' '),
  layers({ layers, size }) {
    const each = layers.map((layer) => `${layer.name} ${layer.size} bytes at ${layer.at}`).join(', ')
    return size === undefined ? each : `${each}: ${size} bytes`
  },
  different: ({ what, near, far }) => `${what}: ${near} and ${far}`,
  MACs: ({ macs }) => `MACs ${macs.join(' ')}`,
  hop: ({ near, far }) => `${near.from} > ${near.to}, then ${far.from} > ${far.to}; ttl ${near.ttl}, then ${far.ttl}`,
}
