import { expect, it } from 'vitest'
import { settling, words } from '../../src/lab.ts'

it('several claims settle the same ids, besides those that each settles by itself', () => {
  const { client, server } = words
  const claims = settling('C2', 'C3').by(client.never('LISTEN'), server.reaches('LISTEN').settling('O1'))
  expect(claims.map(({ id, settles }) => [id, settles])).toEqual([
    ['client.never(LISTEN)', ['C2', 'C3']],
    ['server.reaches(LISTEN)', ['O1', 'C2', 'C3']],
  ])
})
