import { afterEach, describe, expect, it } from 'vitest'
import type { Evidence } from '../../src/evidence.ts'
import { judgePredictions } from '../../src/predict/judge.ts'
import type { Answers } from '../../src/predict.ts'
import { predictionsReport } from '../../src/report/predictions.ts'
import { ms } from '../../src/tcp.ts'
import { english } from '../../src/words/en.ts'
import { chinese } from '../../src/words/zh.ts'
import { recorded } from '../fixtures.ts'
import { askedOf, rightAnswers } from '../predict/answers.ts'
import { blinded } from '../records.ts'

const { columns } = process.stdout
afterEach(() => {
  process.stdout.columns = columns
})

const answers: Answers = {
  'wire.6.sender': { is: 'none' },
  'client.path': { is: 'path', states: ['SYN-SENT', 'ESTABLISHED', 'CLOSE-WAIT'] },
  'server.stay(CLOSE-WAIT)': { is: 'time', time: ms(60_000) },
}

async function told(evidence: Evidence = recorded('close-wait'), say = english, said = answers): Promise<string> {
  const { questions, judgement } = await askedOf(evidence)
  const predictions = judgePredictions(questions, said, { evidence, judgement })
  return predictionsReport({ evidence, predictions, title: 'the title', verdict: judgement.verdict }, say)
}

describe('what came of predictions, at a terminal', () => {
  it('is a line a field: what was said, what was seen, and under them the facts that decide', async () => {
    const text = await told()
    expect(text).toMatch(
      /✘ how long +60\.0 s +to the end \(3\.\d\d s\)\n +server ESTABLISHED → CLOSE-WAIT at .* \(kernel\)\n/,
    )
    expect(text).toMatch(/✘ after ESTABLISHED +CLOSE-WAIT +FIN-WAIT-1\n/)
    // What follows from these two is not told again: FIN-WAIT-2, and the flags of a segment that there is not.
    expect(text).not.toMatch(/not on your path|flags +none/)
    expect(text).toMatch(/– flags +left open +FIN\+ACK\n/)
    expect(text).toContain('3 of 14 right, 2 wrong, 9 left open\nEach answer counts once')
    expect(text).not.toContain('\x1b')
  })

  it('says why a run could not tell, once for all fields that it could not tell for that', async () => {
    const fifth = rightAnswers(await askedOf(recorded('close-wait')))
    const text = await told(blinded(recorded('close-wait'), 'wire'), english, { ...fifth, ...answers })
    const part = text.slice(text.indexOf('The 5th segment'), text.indexOf('The 6th segment'))
    expect(part.match(/\? /g)).toHaveLength(3)
    expect(part.match(/the run could not tell: a witness did not see all of it/g)).toHaveLength(1)
  })

  it.each([60, 80, 120])('fits into %d columns, in each language', async (width) => {
    process.stdout.columns = width
    for (const say of [english, chinese]) {
      const lines = (await told(undefined, say)).split('\n')
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width)
    }
  })
})
