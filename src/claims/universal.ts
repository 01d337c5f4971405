import type { Claim } from '../claim.ts'
import { acknowledgesOnlySent, countsSynAndFin } from './universal/acknowledgments.ts'
import { everythingAccounted } from './universal/everything-accounted.ts'
import { limitsKept } from './universal/limits-kept.ts'
import { noContradiction } from './universal/no-contradiction.ts'
import { nothingLeft } from './universal/nothing-left.ts'
import { onlyEdges } from './universal/only-edges.ts'
import { parametersKept } from './universal/parameters-kept.ts'
import { playWentThrough } from './universal/play-went-through.ts'

/** What every run is held to, whatever its lab; `own` are the lab's claims, which account for what happened. */
export function universalClaims(own: readonly Claim[]): Claim[] {
  return [
    playWentThrough(),
    onlyEdges(),
    acknowledgesOnlySent(),
    countsSynAndFin(),
    everythingAccounted(own),
    noContradiction(),
    parametersKept(),
    limitsKept(),
    nothingLeft(),
  ]
}
