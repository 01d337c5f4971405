import { describe, expect, it } from 'vitest'
import { labNames } from '../../src/catalogue/names.ts'
import { castLab, loadLab } from '../../src/catalogue.ts'
import { questionsInJson } from '../../src/cli/predict-json.ts'
import { questionsFor } from '../../src/cli/questions.ts'
import { rehearse } from '../../src/cli/rehearsal.ts'
import { words } from '../../src/lab.ts'
import { fieldsOf, type Question } from '../../src/predict.ts'
import { states } from '../../src/tcp.ts'
import { english } from '../../src/words/en.ts'
import { chinese } from '../../src/words/zh.ts'

const all = (
  await Promise.all(
    labNames().map(async (lab) => {
      const { variants = {} } = await loadLab(lab)
      return [undefined, ...Object.keys(variants)].map((variant) => [lab, variant] as const)
    }),
  )
).flat()

/** Labs of whose story no segment, state, frame or error is told for certain: `predict` says so. */
const without: readonly string[] = ['group']

describe.each(all)('what is asked of %s %s', (lab, variant) => {
  it('are a few questions, each field of which has a key of its own', async () => {
    const questions = questionsFor(await castLab(lab, variant))
    expect(questions.length).toBeGreaterThan(without.includes(lab) ? -1 : variant === undefined ? 2 : 0)
    expect(questions.length).toBeLessThanOrEqual(12)
    const keys = questions.flatMap(fieldsOf).map(({ key }) => key)
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('gives no answer away', async () => {
    const cast = await castLab(lab, variant)
    const questions = questionsFor(cast)
    for (const say of [english, chinese]) {
      for (const question of questions) expect(leaks(question, say.predict.question(question))).toEqual([])
      const told = await questionsInJson(cast, questions, say)
      // Whether a line is said is asked by the very name of the claim that it is; or that it is not.
      const ids = cast.lab.claims(words).filter(({ states: { verb } }) => verb !== 'says')
      for (const { id } of ids) expect(told).not.toContain(JSON.stringify(id).slice(1, -1))
      expect(told).not.toContain(cast.lab.title)
    }
    for (const direction of await rehearse(cast.lab)) expect(direction).not.toHaveProperty('flags')
  })

  it('asks the same of each segment but the first, and of a state of both ends or of none that has passed through it', async () => {
    const questions = questionsFor(await castLab(lab, variant))
    const asked = questions.flatMap((each) => (each.is === 'segment' && each.number > 1 ? [each.asks.join()] : []))
    expect(new Set(asked).size).toBeLessThanOrEqual(1)
  })
})

/** What names that stand for answers are in the question's own text. */
function leaks(question: Question, text: string): readonly string[] {
  const flags = question.is === 'close' ? ['SYN', 'RST', 'ACK'] : ['SYN', 'FIN', 'RST', 'ACK']
  const own = 'state' in question ? [question.state] : []
  const found = states.filter((state) => !own.includes(state as never) && text.includes(state))
  // A program's own line is what is asked about.
  return question.is === 'says' || question.is === 'line'
    ? []
    : [...found, ...flags.filter((name) => strip(text, own).includes(name))]
}

const strip = (text: string, parts: readonly string[]): string =>
  parts.reduce((left, part) => left.replaceAll(part, ''), text)

describe('what is asked of a lab that every course has', () => {
  it.each([
    ['handshake', ['wire.1', 'wire.2', 'wire.3', 'client.path', 'server.path']],
    ['four-way-close', ['wire.8', 'wire.9', 'wire.10', 'wire.11', 'client.path', 'server.path']],
    ['close-wait', ['wire.4', 'wire.5', 'wire.6', 'client.stay(CLOSE-WAIT)', 'server.stay(CLOSE-WAIT)']],
    ['time-wait', ['client.stay(TIME-WAIT)', 'server.stay(TIME-WAIT)', 'client#2.stay(TIME-WAIT)']],
    ['closing', ['wire.4', 'wire.5', 'wire.6', 'wire.7', 'client.path', 'server.path']],
    ['retransmission', ['wire.4', 'wire.5', 'client.again']],
  ])('%s', async (lab, ids) => {
    const questions = questionsFor(await castLab(lab))
    expect(questions.map(({ id }) => id)).toEqual(expect.arrayContaining(ids))
    expect(questions.length).toBeGreaterThanOrEqual(5)
  })

  it('is not the opening where that is known, and is where it is the point', async () => {
    const numbers = async (lab: string) =>
      questionsFor(await castLab(lab)).flatMap((each) => (each.is === 'segment' ? [each.number] : []))
    expect(await numbers('handshake')).toContain(1)
    expect(Math.min(...(await numbers('four-way-close')))).toBe(4)
  })
})

describe('what is done in a run', () => {
  it('is told in the order of the play, without what comes of it', async () => {
    expect((await rehearse(await loadLab('retransmission'))).map(english.predict.direction)).toEqual([
      'the server program is started',
      'the client program is started',
      'the router loses 4 segments from the client',
      "the client program is told 'send'",
    ])
  })

  it('has the disturbance of a twin in it', async () => {
    const cast = await castLab('handshake', undefined, 'syn-is-lost')
    expect((await rehearse(cast.lab))[0]).toEqual({ does: 'loses', from: 'client', first: 1 })
  })
})
