import { type Claim, holds, lacks, makeClaim } from '../../claim.ts'
import { type End, type Evidence, factsOf, type SampleFact } from '../../evidence.ts'
import { statesOf } from '../../story/blindness.ts'
import { connectionsOf, hasSocket } from '../../story/connections.ts'
import { pathsOf } from '../../story/paths.ts'
import { addressOf, ms, portOf } from '../../tcp.ts'
import { accountOf } from '../subject.ts'

/**
 * In one look ss, and in one look netstat, shows at least so many half-open connections at this end's port, from as many
 * addresses: what a flood of SYNs looks like (RFC 4987 section 2). It accounts for those connections' states.
 */
export function flooded(end: End, least: number): Claim {
  return makeClaim({
    states: { verb: 'isFlooded', of: { end }, least },
    needs: ['wire', statesOf(end)],
    judge(evidence) {
      const crowds = (['ss', 'netstat'] as const).map((by) => largest(evidence, end, by))
      const small = crowds.find((crowd) => addresses(crowd) < least)
      if (small)
        return lacks(
          { kind: 'count', of: 'addresses in one look', number: least },
          { kind: 'numbers', numbers: [addresses(small)] },
          small.slice(0, 2),
        )
      const [ss = [], netstat = []] = crowds
      return holds([...ss.slice(0, 1), ...netstat.slice(0, 1)], {
        kind: 'crowd',
        ss: addresses(ss),
        netstat: addresses(netstat),
        at: (ss[0] ?? netstat[0])?.at ?? ms(0),
      })
    },
    accounts: (evidence) => {
      const strangers = connectionsOf(evidence).filter((connection) => !hasSocket(evidence, 'client', connection))
      const paths = pathsOf(evidence).filter(({ connection }) => connection && strangers.includes(connection))
      return paths.flatMap((path) => path.steps.map((step) => accountOf(path, step)))
    },
  })
}

/** The half-open sockets of the look that showed most; a look's samples carry the same moment. */
function largest(evidence: Evidence, end: End, by: 'ss' | 'netstat'): readonly SampleFact[] {
  const halfOpen = factsOf(evidence, 'sample').filter(
    (fact) =>
      fact.host === end &&
      fact.by === by &&
      fact.state === 'SYN-RECEIVED' &&
      portOf(fact.local) === evidence.setting.port,
  )
  const looks = [...Map.groupBy(halfOpen, ({ at }) => at).values()]
  return looks.toSorted((a, b) => addresses(b) - addresses(a))[0] ?? []
}

const addresses = (samples: readonly SampleFact[]): number =>
  new Set(samples.map(({ remote }) => addressOf(remote))).size
