import type { Claim } from '../claim.ts'
import { endClaims, serverClaims } from '../claims/end-words.ts'
import type { End, FaultMatch } from '../evidence.ts'
import { never } from '../lab/disturbed.ts'
import { withScenes } from '../lab/scenes.ts'
import { type Actor, type BareStage, type Lab, words } from '../lab.ts'
import type { Faults } from '../network/faults.ts'
import type { Addresses } from '../network.ts'
import type { Direction } from '../predict.ts'

/** What a play does, told without a kernel: it is played on a stage on which nothing happens and every wait is over at once. */
export async function rehearse({ play }: Lab): Promise<readonly Direction[]> {
  const directions: Direction[] = []
  const tell = (direction: Direction): void => void directions.push(direction)
  const server = { ...serverClaims(), ...actor('server', tell) }
  const stage: BareStage = {
    client: actor('client', tell),
    server,
    router: router(tell),
    connection: words.connection,
    link: words.link,
    addresses,
    until: async (_: Claim) => {},
    pause: async () => {},
  }
  await play(withScenes(stage))
  return directions
}

/** Each stands for an address that only a network has. */
const addresses: Addresses = {
  client: '<address of the client>',
  server: '<address of the server>',
  port: 8080,
  peer: '<address of the raw peer>',
  ofStrangersMac: '<address with the MAC of a stranger>',
  ofNobody: '<address of nobody>',
}

const actor = (end: End, tell: (direction: Direction) => void): Actor => ({
  ...endClaims(end),
  start: () => tell({ does: 'starts', end }),
  cue: (line) => tell({ does: 'tells', end, line }),
  signal: (signal) => tell({ does: 'signals', end, signal }),
})

function router(tell: (direction: Direction) => void): Faults {
  const matching = ({ from, first, every }: FaultMatch) => ({
    from,
    ...(first === undefined ? {} : { first }),
    ...(every === undefined ? {} : { every }),
  })
  return {
    async lose(match) {
      tell({ does: 'loses', ...matching(match) })
      return never
    },
    async hold(match) {
      tell({ does: 'holds', ...matching(match) })
      return { ...never, release: async () => tell({ does: 'releases' }) }
    },
    async duplicate(match) {
      tell({ does: 'doubles', ...matching(match) })
      return never
    },
    async narrow(toward, { rate }) {
      tell({ does: 'narrows', toward, rate })
      return never
    },
    async cut() {
      tell({ does: 'cuts' })
      return { ...never, mend: async () => tell({ does: 'mends' }) }
    },
    healAll: never.heal,
  }
}
