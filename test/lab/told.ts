import { withScenes } from '../../src/lab/scenes.ts'
import { type Actor, type BareStage, type Stage, words } from '../../src/lab.ts'

/** A stage on which nothing happens, and what was asked of it, in order. */
export function stageThatTells(): { readonly told: readonly string[]; readonly stage: Stage } {
  const told: string[] = []
  const actor = (end: 'client' | 'server') => ({
    ...words[end],
    start: () => void told.push(`${end} starts`),
    cue: (line: string) => void told.push(`${end}: ${line}`),
    signal: (name: string) => void told.push(`${end}: ${name}`),
  })
  const router = new Proxy(
    {},
    {
      get:
        (_, verb) =>
        async (match: { from?: string; flags?: string } = {}) => {
          const which = [match.from, match.flags].filter(Boolean).join(' ')
          told.push(`router: ${[verb, which].filter(Boolean).join(' ')}`)
          const nothing = async (): Promise<void> => {}
          const release = async () => void told.push(`released: ${which}`)
          return { release, heal: nothing, mend: nothing, struck: async () => 0, [Symbol.asyncDispose]: nothing }
        },
    },
  )
  const until: BareStage['until'] = async (claim) => void told.push(`until ${claim.id}`)
  const addresses = {
    ...{ client: '198.18.0.1', server: '198.18.0.2', port: 8080 },
    ...{ ofStrangersMac: '198.18.0.3', ofNobody: '198.18.0.4' },
  }
  const [client, server] = [actor('client') as Actor, actor('server')]
  const { connection, link } = words
  const pause = async (): Promise<void> => {}
  const bare = { client, server, router, until, addresses, connection, link, pause } as unknown as BareStage
  return { told, stage: withScenes(bare) }
}
