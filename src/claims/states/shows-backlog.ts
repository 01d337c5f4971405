import { type Claim, fails, holds, makeClaim, unknown } from '../../claim.ts'
import { type Evidence, factsOf, type SampleFact } from '../../evidence.ts'
import { statesOf } from '../../story/blindness.ts'
import { portOf } from '../../tcp.ts'

/** ss shows so much room for connections that nobody has accepted yet, the Send-Q of the server's listening socket. */
export function showsBacklog(backlog: number): Claim {
  return makeClaim({
    states: { verb: 'showsBacklog', of: { end: 'server' }, backlog },
    needs: [statesOf('server')],
    judge(evidence) {
      const looks = looksAtListener(evidence)
      if (looks.length === 0)
        return unknown({ kind: 'look by', by: ['ss'], end: 'server', state: 'LISTEN' }, [], { late: true })
      const other = looks.find(({ sendQueue }) => sendQueue !== backlog)
      if (!other) return holds(looks)
      return fails({ kind: 'backlog', backlog }, { kind: 'backlog', backlog: other.sendQueue ?? 0 }, [other])
    },
  })
}

const looksAtListener = (evidence: Evidence): SampleFact[] =>
  factsOf(evidence, 'sample').filter(
    ({ by, host, local, remote, state }) =>
      by === 'ss' &&
      host === 'server' &&
      state === 'LISTEN' &&
      portOf(local) === evidence.setting.port &&
      portOf(remote) === 0,
  )
