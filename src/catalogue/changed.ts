import { disturbed } from '../lab/disturbed.ts'
import type { Change, Lab, Twin } from '../lab.ts'
import type { NetworkWishes } from '../network.ts'
import { s } from '../tcp.ts'

/** The lab with a variant's changes made to it, and a twin's on top of them. */
export function changedLab(lab: Lab, variant: Partial<Change>, twin: Partial<Twin>): Lab {
  const { title: _variant, zh: _variantZh, ...asVariant } = variant
  const {
    title: _twin,
    zh: _twinZh,
    breaks: _breaks,
    disturb: _disturb,
    after: _after,
    faults: _faults,
    ...asTwin
  } = twin
  const { holds: _holds, ...all } = { ...lab, ...asVariant, ...asTwin }
  const holding = [twin, variant, lab].find((each) => each.holds || each.play)?.holds
  const networks = [lab, variant, twin].flatMap(({ network }) => (network ? [network] : []))
  return {
    ...all,
    ...(holding ? { holds: holding } : {}),
    ...(networks.length > 0 ? { network: networks.reduce(withWishes) } : {}),
    ...acceptedBy(all.accepts, {
      play: disturbed(all.play, twin),
      claims: all.claims,
    }),
  }
}

/**
 * Somebody's own server must accept what is opened to it, as the lab's does: to the story that may look alike. The play waits for
 * it last of all, so that a server that is only slow is not taken for one that never does.
 */
function acceptedBy(
  accepts: Lab['accepts'],
  { play, claims }: Pick<Lab, 'play' | 'claims'>,
): Pick<Lab, 'play' | 'claims'> {
  if (accepts === 'not all') return { play, claims }
  return {
    claims: (words) => [...claims(words), words.server.acceptsAll()],
    async play(stage) {
      await play(stage)
      await stage.until(stage.server.acceptsAll(), s(5))
    },
  }
}

/** What is wished for besides, or instead: each wish by itself, and each kernel parameter of each host. */
const withWishes = (network: NetworkWishes, more: NetworkWishes): NetworkWishes => ({
  ...network,
  ...more,
  sysctls: {
    client: { ...network.sysctls?.client, ...more.sysctls?.client },
    router: { ...network.sysctls?.router, ...more.sysctls?.router },
    server: { ...network.sysctls?.server, ...more.sysctls?.server },
  },
})
