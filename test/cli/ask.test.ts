import { describe, expect, it } from 'vitest'
import { castLab } from '../../src/catalogue.ts'
import { askAll } from '../../src/cli/ask.ts'
import { questionsFor } from '../../src/cli/questions.ts'
import type { Question } from '../../src/predict.ts'
import { ms } from '../../src/tcp.ts'
import { english } from '../../src/words/en.ts'

const close = questionsFor(await castLab('close-wait'))

/** Asks somebody who says this, and leaves open what is asked besides; what was asked is named as the person sees it. */
async function asked(questions: readonly Question[], says: Readonly<Record<string, readonly string[]>>) {
  const labels: string[] = []
  const left = new Map(Object.entries(says).map(([id, answers]) => [id, [...answers]]))
  let own = ''
  const person = {
    say: english,
    ask: async (label: string) => {
      labels.push(`${own}: ${label}`)
      return left.get(own)?.shift() ?? ''
    },
    tell: () => {},
  }
  const written = await askAll(questions, person, ({ id }) => {
    own = id
  })
  return { labels, written, ids: [...new Set(labels.map((label) => label.split(': ')[0]))] }
}

describe('what has no meaning after an answer is not asked', () => {
  it('the flags of a segment that there is not, and the segments after it', async () => {
    const { labels, written } = await asked(close, { 'wire.4': ['client F. ack 1'], 'wire.5': ['none'] })
    expect(labels.filter((label) => label.startsWith('wire'))).toEqual(['wire.4: who sends it', 'wire.5: who sends it'])
    expect(written).toMatchObject({ 'wire.4.flags': 'F.', 'wire.4.ack': '1', 'wire.5.sender': 'none' })
  })

  it('how long an end is in a state that it was said not to go through', async () => {
    const { ids } = await asked(close, { 'client.path': ['SYN-SENT, ESTABLISHED, FIN-WAIT-1'] })
    expect(ids).not.toContain('client.stay(FIN-WAIT-2)')
    expect(ids).toContain('server.stay(FIN-WAIT-2)')
    expect((await asked(close, {})).ids).toContain('client.stay(FIN-WAIT-2)')
  })

  it('what comes after CLOSED, or after the state that was said to be the last', async () => {
    const { labels, written } = await asked(close, {
      'client.path': ['CLOSED', 'SYN-SENT', 'CLOSED'],
      'server.path': ['SYN-RECEIVED', 'none', 'ESTABLISHED'],
    })
    expect(labels.filter((label) => label.includes('.path'))).toEqual([
      ...['client.path: its first state', 'client.path: after CLOSED', 'client.path: after SYN-SENT'],
      ...['server.path: its first state', 'server.path: after SYN-RECEIVED'],
    ])
    expect(written['server.path']).toBe('SYN-RECEIVED')
  })

  it.each<[string, Question, string]>([
    ['a FIN that never comes', { is: 'close', id: 'a', connection: 1, claims: [] }, 'none'],
    ['a frame', { is: 'frame', id: 'a', link: 'client', number: 1, claims: [] }, 'none'],
    ['what is sent again no times', { is: 'again', id: 'a', end: 'client', connection: 1, delays: [ms(1)], claims: [] }, '0'],
    ['or never', { is: 'again', id: 'a', end: 'client', connection: 1, delays: [ms(1)], claims: [] }, 'none'],
  ])('more of %s', async (_what, question, says) => {
    expect((await asked([question], { a: [says] })).labels).toHaveLength(1)
    expect((await asked([question], { a: [] })).labels.length).toBeGreaterThan(1)
  }) // biome-ignore format: a row each
})
