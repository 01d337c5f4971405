import { describe, expect, it } from 'vitest'
import { fieldsOf } from '../../src/predict.ts'
import { askedOf, judge, others, rightAnswers } from '../predict/answers.ts'
import { played } from './played.ts'
import { overIPv4 } from './plays.ts'

const timeout = 900_000

/** What test/predict/judge.test.ts asks of a few records, here of a fresh one of each lab and variant. */
describe('of what can be predicted', () => {
  for (const run of overIPv4) {
    const name = `${run.lab}${run.variant === undefined ? '' : `/${run.variant}`}`
    it(`of ${name} what is seen is right, and everything else is not`, { timeout }, async () => {
      const asked = await askedOf((await played(run)).evidence)
      const right = rightAnswers(asked)
      expect(judge(asked, right).filter(({ outcome }) => outcome !== 'right')).toEqual([])
      for (const field of asked.questions.flatMap(fieldsOf)) {
        const value = right[field.key]
        if (!value) throw new Error(`nothing is known of ${field.key}`)
        for (const other of others(value, field)) {
          const changed = judge(asked, { ...right, [field.key]: other }).filter(({ outcome }) => outcome !== 'right')
          // A machine that was late by half of a time cannot tell it from the half.
          const told = changed.filter(({ outcome, why }) => outcome === 'wrong' || why === 'late')
          expect(told.map(({ key }) => key).join(), JSON.stringify([field.key, other])).toContain(field.key)
          expect(changed.filter(({ key }) => !key.startsWith(field.key))).toEqual([])
        }
      }
    })
  }
})
