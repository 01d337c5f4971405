import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { judgePredictions } from '../../src/predict/judge.ts'
import { fieldsOf } from '../../src/predict.ts'
import { outcomesOf } from '../../src/report/predictions.ts'
import { ms, type State, s } from '../../src/tcp.ts'
import { recorded } from '../fixtures.ts'
import { adding, blinded, late, without } from '../records.ts'
import { type Asked, askedOf, judge, others, rightAnswers } from './answers.ts'

const runs = readdirSync(join(import.meta.dirname, '..', 'fixtures', 'runs'))

const outcomes = (asked: Asked, answers: Parameters<typeof judge>[1]) =>
  Object.fromEntries(judge(asked, answers).map(({ key, outcome }) => [key, outcome]))

/** On an emulated machine, as those of Debian 13 were recorded, lateness may explain what somebody said: it is unknown then. */
const inTime = runs.filter((name) => !name.includes('-debian-13'))

describe.each(runs)('of the record of %s', (name) => {
  it('what was seen is the right answer to everything, and what decides is told', async () => {
    const asked = await askedOf(recorded(name))
    const judged = judge(asked, rightAnswers(asked))
    expect(judged.filter(({ outcome }) => outcome !== 'right')).toEqual([])
    // Only that something never came is shown by no fact.
    const unshown = judged.filter(({ because }) => because.length === 0).map(({ seen }) => seen.is)
    expect(unshown.filter((is) => !['no', 'none', 'never'].includes(is))).toEqual([])
  })
})

describe.each(inTime)('of the record of %s, made in time,', (name) => {
  it('every other answer is wrong, and no other question with it', async () => {
    const asked = await askedOf(recorded(name))
    const right = rightAnswers(asked)
    for (const field of asked.questions.flatMap(fieldsOf)) {
      const value = right[field.key]
      if (!value) throw new Error(`nothing is known of ${field.key}`)
      for (const other of others(value, field)) {
        const changed = judge(asked, { ...right, [field.key]: other }).filter(({ outcome }) => outcome !== 'right')
        expect(
          changed.map(({ outcome }) => outcome),
          JSON.stringify([field.key, other]),
        ).toContain('wrong')
        expect(changed.filter(({ key }) => !key.startsWith(field.key))).toEqual([])
      }
    }
  })

  it('what is not answered is open, and neither right nor wrong', async () => {
    const asked = await askedOf(recorded(name))
    expect([...new Set(judge(asked, {}).map(({ outcome }) => outcome))]).toEqual(['open'])
  })
})

describe('what a run cannot tell', () => {
  const close = recorded('close-wait')
  const ended = { is: 'path', states: ['CLOSED'] as State[] } as const

  it('is unknown, whatever was answered, where the wire was not seen', async () => {
    const asked = await askedOf(blinded(close, 'wire'))
    const right = rightAnswers(await askedOf(close))
    const all = outcomes(asked, { ...right, 'wire.4.flags': { is: 'none' } })
    expect(new Set(Object.values(all))).toEqual(new Set(['unknown']))
  })

  it('is unknown of one end where only its states were not seen', async () => {
    const asked = await askedOf(blinded(close, 'table', 'server'))
    const all = outcomes(asked, { ...rightAnswers(await askedOf(close)), 'client.path': ended })
    expect(all['server.path.first']).toBe('unknown')
    expect(all['server.stay(CLOSE-WAIT)']).toBe('unknown')
    expect(all['client.path.first']).toBe('wrong')
    expect(all['wire.4.flags']).toBe('right')
  })

  it('is what did not come where the play was broken off before it; what came is judged', async () => {
    const brokenOff = adding(
      without(close, ({ kind }) => kind === 'awaited'),
      {
        ...{ kind: 'awaited', at: ms(500), within: ms(0), host: 'router', by: 'harness' },
        ...{ what: 'server.reaches(LAST-ACK)', outcome: 'did not come', waited: s(10), lost: ms(0) },
      },
    )
    const all = outcomes(await askedOf(brokenOff), {
      'wire.4.sender': { is: 'who', end: 'server' },
      'wire.6.sender': { is: 'who', end: 'server' },
      'server.stay(CLOSE-WAIT)': { is: 'time', time: s(60) },
    })
    expect(all).toMatchObject({
      'wire.4.sender': 'wrong',
      'wire.6.sender': 'unknown',
      'server.stay(CLOSE-WAIT)': 'unknown',
    })
  })

  it('is a time that only the lateness of the machine may have made', async () => {
    const lost = recorded('last-ack-lost')
    const question = { is: 'again', id: 'again', end: 'server', connection: 1, delays: [ms(1000)], claims: [] } as const
    const answer = (worst: number, time: number) =>
      askedOf(late(lost, ms(worst))).then((asked) =>
        outcomes({ ...asked, questions: [question] }, { 'again.first': { is: 'time', time: ms(time) } }),
      )
    expect((await answer(0, 1000))['again.first']).toBe('right')
    expect((await answer(0, 500))['again.first']).toBe('wrong')
    expect((await answer(600, 1000))['again.first']).toBe('right')
    expect((await answer(600, 500))['again.first']).toBe('unknown')
  })

  it('is such a time too where a claim of it was told for certain, but nothing else is excused then', async () => {
    const asked = await askedOf(recorded('last-ack-lost'))
    const claims = asked.judgement.claims.filter(({ verdict }) => verdict === 'holds').map(({ id }) => id)
    const question = { is: 'again', id: 'again', end: 'server', connection: 1, delays: [ms(1000)], claims } as const
    const busy: Asked = { ...asked, evidence: late(asked.evidence, ms(600)), questions: [question] }
    const answers = {
      'again.first': { is: 'time', time: ms(500) },
      'again.count': { is: 'number', number: 7 },
    } as const
    expect(outcomes(busy, answers)).toMatchObject({ 'again.first': 'unknown', 'again.count': 'wrong' })
    const unclaimed: Asked = { ...busy, questions: [{ ...question, claims: [] }] }
    expect(outcomes(unclaimed, answers)).toMatchObject({ 'again.count': 'unknown' })
  })

  it('is what the claim could not be told of that it was asked for', async () => {
    const asked = await askedOf(close)
    const judgement: Asked['judgement'] = {
      ...asked.judgement,
      claims: asked.judgement.claims.map(({ id, states, settles, statedAt }) => ({
        ...{ id, states, settles, statedAt, because: [] },
        ...{ verdict: 'unknown', missing: 'nothing', late: true },
      })),
    }
    const questions = asked.questions.filter(({ claims }) => claims.length > 0)
    const judgedAgain = judge({ ...asked, judgement, questions }, rightAnswers(asked))
    expect([...new Set(judgedAgain.map(({ outcome, why }) => `${outcome}: ${why}`))]).toEqual(['unknown: late'])
  })

  it('is what no claim is made of, on a machine that was late, where it is not what was said', async () => {
    const stays = { 'client.stay(CLOSE-WAIT)': { is: 'to the end' } } as const
    expect(outcomes(await askedOf(close), stays)['client.stay(CLOSE-WAIT)']).toBe('wrong')
    expect(outcomes(await askedOf(late(close, ms(2000))), stays)['client.stay(CLOSE-WAIT)']).toBe('unknown')
  })
})

describe('what follows from another answer', () => {
  const counts = async (answers: Parameters<typeof judge>[1]) => {
    const { questions, ...run } = await askedOf(recorded('close-wait'))
    return outcomesOf(judgePredictions(questions, answers, run))
  }

  it('is counted once: a segment that was said not to be, its fields, and those after it', async () => {
    const open = await counts({})
    const said = await counts({ 'wire.4.sender': { is: 'none' } })
    // Three segments of three fields each are one answer, and that is wrong.
    expect(said).toEqual({ ...open, all: open.all - 8, open: open.open - 9, wrong: 1 })
  })

  it('is an answer of its own where it says something else', async () => {
    const said = await counts({ 'wire.4.sender': { is: 'none' }, 'wire.4.ack': { is: 'number', number: 1 } })
    expect(said).toMatchObject({ wrong: 1, right: 1 })
  })

  it('is counted once: a path that leaves the right one, and the time in states that are not on it', async () => {
    const [open, said] = [
      await counts({}),
      await counts({ 'client.path': { is: 'path', states: ['SYN-SENT', 'CLOSED'] } }),
    ]
    // Right: where it begins. Wrong: what comes then; not once more each state later on, nor how long it is in FIN-WAIT-2.
    expect(said).toMatchObject({ right: 1, wrong: 1, open: open.open - 3 })
  })

  it('is right, too: what is sent again no times has no delays, whether 0 is said or none', async () => {
    const question = { is: 'again', id: 'again', end: 'server', connection: 1, delays: [ms(1000)], claims: [] } as const
    const { questions: _, ...run } = await askedOf(recorded('close-wait'))
    for (const count of [{ is: 'none' }, { is: 'number', number: 0 }] as const)
      expect(outcomesOf(judgePredictions([question], { 'again.count': count }, run))).toMatchObject({
        all: 1,
        right: 1,
      })
  })
})

describe('a path', () => {
  it('is judged state by state: one that is left out is wrong where it was left out', async () => {
    const asked = await askedOf(recorded('close-wait'))
    const states: State[] = ['SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-2']
    expect(outcomes(asked, { 'client.path': { is: 'path', states } })).toMatchObject({
      'client.path.first': 'right',
      'client.path.after(SYN-SENT)': 'right',
      'client.path.after(ESTABLISHED)': 'wrong',
      'client.path.after(FIN-WAIT-1)': 'wrong',
      'client.path.after(FIN-WAIT-2)': 'right',
    })
  })
})

describe('a state that was not said', () => {
  it('has nothing after it, and what was said is told so', async () => {
    const asked = await askedOf(recorded('close-wait'))
    const judged = judge(asked, { 'client.path': { is: 'path', states: ['SYN-SENT', 'ESTABLISHED'] } })
    expect(judged.find(({ key }) => key === 'client.path.after(FIN-WAIT-1)')).toMatchObject({
      answer: { is: 'not passed' },
      outcome: 'wrong',
    })
  })
})

describe('no such segment', () => {
  it('is said of its flags and numbers too', async () => {
    const asked = await askedOf(recorded('close-wait'))
    expect(outcomes(asked, { 'wire.6.sender': { is: 'none' }, 'wire.5.sender': { is: 'none' } })).toMatchObject({
      'wire.6.sender': 'right',
      'wire.6.flags': 'right',
      'wire.6.ack': 'right',
      'wire.5.flags': 'wrong',
    })
  })
})
