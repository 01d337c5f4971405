import { type Claim, fails, holds, lacks, makeClaim } from '../claim.ts'
import { framesAt } from '../evidence/frames.ts'
import type { End, Evidence, FrameFact } from '../evidence.ts'
import type { Frame, Layer } from '../tcp.ts'

/** One frame on the end's link carries data that begins with this text, header in header: each begins where the one around it ends. */
export function encapsulates(end: End, text: string): Claim {
  return makeClaim({
    states: { verb: 'encapsulates', of: { link: end }, text },
    needs: ['wire'],
    judge(evidence) {
      const fact = carrying(evidence, end, text)
      if (!fact) return lacks(`a frame with '${text}'`, 'none')
      const { layers, size } = fact.frame
      const names = layers.map(({ name }) => name.replace(/v[46]$/, '')).join(' ')
      if (names !== 'Ethernet IP TCP data') return fails('Ethernet IP TCP data', names, [fact])
      const gap = layers.find(({ at }, index) => at !== endOf(layers[index - 1]))
      if (gap) return fails('no gap between the layers', describe(layers), [fact])
      return endOf(layers.at(-1)) === size
        ? holds([fact], `${describe(layers)}: ${size} bytes`)
        : fails(`${size} bytes in all`, describe(layers), [fact])
    },
  })
}

/**
 * What the ends say to each other goes through the router untouched, and what is around it does not: the same data, ports and IP
 * addresses on both links; other MACs on each, and one hop less.
 */
export function carriesThrough(text: string, sender: End = 'client'): Claim {
  const listener: End = sender === 'client' ? 'server' : 'client'
  return makeClaim({
    states: { verb: 'carriesThrough', text, sender },
    needs: ['wire'],
    judge(evidence) {
      const [near, far] = [sender, listener].map((end) => carrying(evidence, end, text))
      if (!near || !far) return lacks(`a frame with '${text}' on both links`, near || far ? 'one only' : 'none')
      const wrong = differences(near.frame, far.frame)
      const macs = `${near.frame.from} > ${near.frame.to}, then ${far.frame.from} > ${far.frame.to}`
      return wrong.length === 0
        ? holds([near, far], `${macs}; ttl ${near.frame.ip?.hops}, then ${far.frame.ip?.hops}`)
        : fails('only MACs and TTL to differ', wrong.join('; '), [near, far])
    },
  })
}

function differences(near: Frame, far: Frame): string[] {
  const same: ReadonlyArray<readonly [string, unknown, unknown]> = [
    ['source address', near.ip?.source, far.ip?.source],
    ['destination address', near.ip?.destination, far.ip?.destination],
    ['ports', JSON.stringify(near.ports), JSON.stringify(far.ports)],
    ['data', near.data, far.data],
    ['hops', (near.ip?.hops ?? 0) - 1, far.ip?.hops],
  ]
  const macs = [near.from, near.to, far.from, far.to]
  return [
    ...same
      .filter(([, one, other]) => one === undefined || one !== other)
      .map(([name, one, other]) => `${name}: ${one} and ${other}`),
    ...(new Set(macs).size === 4 ? [] : [`MACs ${macs.join(' ')}`]),
  ]
}

const carrying = (evidence: Evidence, end: End, text: string): FrameFact | undefined =>
  framesAt(evidence, end).find(
    ({ frame }) => frame.text?.startsWith(text) && frame.layers.some(({ name }) => name === 'TCP'),
  )

const endOf = (layer: Layer | undefined): number => (layer ? layer.at + layer.size : 0)
const describe = (layers: readonly Layer[]): string =>
  layers.map(({ name, at, size }) => `${name} ${size} bytes at ${at}`).join(', ')
