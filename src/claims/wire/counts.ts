import { type Claim, fails, holds, makeClaim } from '../../claim.ts'
import { type End, factsOf } from '../../evidence.ts'

/** The kernel's counter at this end, by the name that `netstat -s` and `nstat` know (`Tcp.AttemptFails`), grows by so much in the run. */
export function counts(end: End, counter: string, least: number, most = least): Claim {
  return makeClaim({
    states: { verb: 'counts', of: { end }, counter, least, most: Number.isFinite(most) ? most : 'any' },
    needs: ['counters'],
    judge(evidence) {
      const facts = factsOf(evidence, 'counters').filter(({ host }) => host === end || evidence.setting.loopback)
      const moved = facts[0]?.moved[counter] ?? 0
      return moved >= least && moved <= most
        ? holds(facts, { kind: 'counter', counter, number: moved })
        : fails({ kind: 'counter', counter, number: least }, { kind: 'numbers', numbers: [moved] }, facts, {
            absent: moved < least,
          })
    },
  })
}
