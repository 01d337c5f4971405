import { expect, it } from 'vitest'
import type { Scenes, Stage } from '../../src/lab.ts'
import { stageThatTells } from './told.ts'

async function told(play: (stage: Stage) => Promise<unknown>): Promise<readonly string[]> {
  const { told, stage } = stageThatTells()
  await play(stage)
  return told
}

const starts = ['server starts', 'until server.reaches(LISTEN)', 'client starts']

it.each<[keyof Scenes & keyof Stage, readonly string[]]>([
  ['startBoth', starts],
  ['establish', [...starts, 'until server.reaches(ESTABLISHED)']],
  ['clientCloses', ['client: close', 'until client.reaches(FIN-WAIT-2)']],
  ['serverFollows', ['server: close', 'until client.reaches(TIME-WAIT)', 'until server.reaches(CLOSED)']],
  ['serverCloses', ['server: close', 'until server.reaches(FIN-WAIT-2)']],
  ['clientFollows', ['client: close', 'until server.reaches(TIME-WAIT)', 'until client.reaches(CLOSED)']],
])('%s', async (scene, expected) => {
  expect(await told((stage) => stage[scene](0))).toEqual(expected)
})

it('openAtOnce holds all four before anybody sends, and keeps the SYN+ACKs', async () => {
  const all = await told((stage) => stage.openAtOnce(5000))
  expect(all.slice(0, 4)).toEqual(
    ['client S', 'server S', 'client S.', 'server S.'].map((each) => `router: hold ${each}`),
  )
  expect(all).toContain('server: 198.18.0.1 5000')
  expect(all.filter((each) => each.startsWith('released'))).toEqual(['released: client S', 'released: server S'])
  expect(all.indexOf('until client.reaches(SYN-SENT)')).toBeLessThan(all.indexOf('released: client S'))
  expect(all.slice(-2).sort()).toEqual(['until client.reaches(SYN-RECEIVED)', 'until server.reaches(SYN-RECEIVED)'])
})
