import { describe, expect, it } from 'vitest'
import { disturbed } from '../../src/lab/disturbed.ts'
import { type BareStage, words } from '../../src/lab.ts'
import { stageThatTells } from './told.ts'

const { client, server } = words
const opening = ['server starts', 'until server.reaches(LISTEN)', 'client starts', 'until server.reaches(ESTABLISHED)']
const cut = ({ router }: BareStage) => router.cut()

async function told(...[play, disturbance]: Parameters<typeof disturbed>): Promise<readonly string[]> {
  const { told, stage } = stageThatTells()
  await disturbed(play, disturbance)(stage)
  return told
}

describe('a play that is disturbed', () => {
  it('is the play itself where nothing disturbs it', () => {
    const play = async () => {}
    expect(disturbed(play, {})).toBe(play)
  })

  it('is disturbed before it begins', async () => {
    expect(await told((stage) => stage.establish(), { disturb: cut })).toEqual(['router: cut', ...opening])
  })

  it('is disturbed when it has waited for what is named, also within a scene, and only once', async () => {
    const play = async ({ establish, until }: Parameters<Parameters<typeof disturbed>[0]>[0]) => {
      await establish()
      await until(client.reaches('CLOSED'))
      await until(server.reaches('LISTEN'))
    }
    const [starts = '', listens = '', ...rest] = opening
    expect(await told(play, { disturb: cut, after: ({ server }) => server.reaches('LISTEN') })).toEqual([
      starts,
      listens,
      'router: cut',
      ...rest,
      'until client.reaches(CLOSED)',
      listens,
    ])
  })

  it('asks nothing of the router where there are to be no faults, and what it holds can be released', async () => {
    const play = async ({ router }: BareStage) => {
      await (await router.hold({ from: 'client' })).release()
      await (await router.cut()).mend()
      const lost = await router.lose({ from: 'client' })
      expect(await lost.struck()).toBe(0)
      await router.duplicate({ from: 'client' })
      await router.narrow('server', { rate: '1mbit', queue: 1 })
      await router.healAll()
      await using held = await router.hold({ from: 'server' })
      await held.heal()
    }
    expect(await told(play, { faults: 'none' })).toEqual([])
  })

  it('can be disturbed by a router that does nothing else', async () => {
    const play = async ({ router }: BareStage) => void (await router.hold({ from: 'client' }))
    expect(await told(play, { faults: 'none', disturb: cut })).toEqual(['router: cut'])
  })
})
