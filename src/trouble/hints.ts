import { type End, type Evidence, factsOf } from '../evidence.ts'
import { outputOf } from './output.ts'
import type { Deed, Hint } from './told.ts'

/** What else is easy to see of the end's program. */
export function hintsOf(evidence: Evidence, end: End, deed: Deed): readonly Hint[] {
  const left = factsOf(evidence, 'program').find((fact) => fact.host === end && fact.deed === 'left')
  // Where nobody knows why it did so, what it says of itself may help.
  const isSilent = obscure.includes(deed.is) && outputOf(evidence, end).length === 0
  return [
    ...(deed.is === 'never sent' ? [{ is: 'may not flush' } as const] : []),
    ...(isSilent ? [{ is: 'said nothing' } as const] : []),
    ...(left?.deed === 'left' ? [{ is: 'left behind', processes: left.text } as const] : []),
  ]
}

const obscure: readonly Deed['is'][] = [
  ...(['crashed', 'ended early', 'never listened', 'never connected'] as const),
  ...(['stayed', 'never sent', 'did not bring', 'broke'] as const),
]
