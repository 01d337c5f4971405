import type { Layer, Milliseconds } from '../tcp.ts'

/** What must be the same, or one less, on both links. */
export type Carried = 'source address' | 'destination address' | 'ports' | 'data' | 'hops'

export interface FrameFindings {
  frames: { readonly frames: ReadonlyArray<{ readonly line: string; readonly at: Milliseconds }> }
  'frame with': { readonly text: string; readonly both?: true }
  /** The names of the layers of a frame, from the outermost inward. */
  'layer names': { readonly names: readonly string[] }
  layers: { readonly layers: readonly Layer[]; readonly size?: number }
  different: { readonly what: Carried; readonly near: string; readonly far: string }
  MACs: { readonly macs: readonly string[] }
  /** The frame on the one link and on the other. */
  hop: { readonly near: Hop; readonly far: Hop }
}

export interface Hop {
  readonly from: string
  readonly to: string
  readonly ttl?: number | undefined
}
