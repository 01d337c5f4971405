import { type Claim, fails, holds, lacks, makeClaim } from '../../claim.ts'
import type { End, Evidence, FrameFact } from '../../evidence.ts'
import type { Carried, Hop } from '../../finding/frames.ts'
import type { Finding } from '../../finding.ts'
import { framesAt } from '../../story/frames.ts'
import type { Frame, Layer } from '../../tcp.ts'

/** What data travels in, from the outermost inward. */
const inEthernet = ['Ethernet', 'IP', 'TCP', 'data']

/**
 * One frame on the end's link carries data that begins with this text, header in header: each begins where the one around it ends.
 *
 * @param outermost what is around all the rest: on a link that is no Ethernet it is IP
 */
export function encapsulates(end: End, text: string, outermost?: 'IP'): Claim {
  const nested = outermost === 'IP' ? inEthernet.slice(1) : inEthernet
  return makeClaim({
    states: { verb: 'encapsulates', of: { link: end }, text, ...(outermost ? { outermost } : {}) },
    needs: ['wire'],
    judge(evidence) {
      const fact = carrying(evidence, end, text)
      if (!fact) return lacks({ kind: 'frame with', text }, 'none')
      const { layers, size } = fact.frame
      const names = layers.map(({ name }) => (name === 'IPv4' || name === 'IPv6' ? 'IP' : name))
      if (names.join() !== nested.join())
        return fails({ kind: 'layer names', names: nested }, { kind: 'layer names', names }, [fact])
      const gap = layers.find(({ at }, index) => at !== endOfLayer(layers[index - 1]))
      if (gap) return fails('no gap between layers', { kind: 'layers', layers }, [fact])
      return endOfLayer(layers.at(-1)) === size
        ? holds([fact], { kind: 'layers', layers, size })
        : fails({ kind: 'count', of: 'bytes in all', number: size }, { kind: 'layers', layers }, [fact])
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
      if (!near || !far) return lacks({ kind: 'frame with', text, both: true }, near || far ? 'one only' : 'none')
      const wrong = differences(near.frame, far.frame)
      return wrong.length === 0
        ? holds([near, far], { kind: 'hop', near: hopOf(near.frame), far: hopOf(far.frame) })
        : fails('only MACs and TTL differ', { kind: 'all', of: wrong }, [near, far])
    },
  })
}

const hopOf = ({ from = 'none', to = 'none', ip }: Frame): Hop => ({ from, to, ttl: ip?.hops })

function differences(near: Frame, far: Frame): Finding[] {
  const same: ReadonlyArray<readonly [Carried, unknown, unknown]> = [
    ['source address', near.ip?.source, far.ip?.source],
    ['destination address', near.ip?.destination, far.ip?.destination],
    ['ports', JSON.stringify(near.ports), JSON.stringify(far.ports)],
    ['data', near.data, far.data],
    ['hops', (near.ip?.hops ?? 0) - 1, far.ip?.hops],
  ]
  const macs = [near.from, near.to, far.from, far.to].map((mac) => mac ?? 'none')
  return [
    ...same
      .filter(([, one, other]) => one === undefined || one !== other)
      .map(([what, one, other]) => ({ kind: 'different', what, near: `${one}`, far: `${other}` }) as const),
    ...(new Set(macs).size === 4 ? [] : [{ kind: 'MACs', macs } as const]),
  ]
}

const carrying = (evidence: Evidence, end: End, text: string): FrameFact | undefined =>
  framesAt(evidence, end).find(
    ({ frame }) => frame.text?.startsWith(text) && frame.layers.some(({ name }) => name === 'TCP'),
  )

const endOfLayer = (layer: Layer | undefined): number => (layer ? layer.at + layer.size : 0)
