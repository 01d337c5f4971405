import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { castLab } from '../../src/catalogue.ts'
import { judgeRun } from '../../src/run/judge.ts'
import { recorded } from '../fixtures.ts'
import { holes } from './holes.ts'
import { kinds } from './kinds.ts'
import { reasons } from './may-pass.ts'
import { holeFor, mutantOf, type Passing, reasonFor, survivorOf } from './survivors.ts'

const names = readdirSync(join(import.meta.dirname, '../fixtures/runs'))
const passing: readonly Passing[] = await Promise.all(
  names.map(async (name) => {
    const record = recorded(name)
    return { name, record, cast: await castLab(record.setting.lab, record.setting.variant) }
  }),
)

describe('a record that was tampered with', () => {
  it.each(passing)('is noticed of one that passes: $name', ({ cast, record }) =>
    expect(judgeRun(cast, record).file.verdict).toBe('pass'),
  )

  it('does not pass, save for a reason that is listed or through a hole that is known', () => {
    const mutants = Array.from({ length: 20 * kinds.length }, (_, number) => mutantOf(passing, 1, number))
    const made = mutants.filter((mutant) => mutant !== undefined)
    const survivors = made.flatMap((mutant) => survivorOf(mutant) ?? [])
    const strange = survivors.filter((survivor) => !reasonFor(survivor) && !holeFor(survivor))
    expect(strange.map(({ name, kind, what }) => `${name}: ${kind}: ${what}`)).toEqual([])
    expect(made.length).toBeGreaterThan(600)
    expect(survivors.length).toBeLessThan(made.length / 2)
  })

  it('is the same for the same seed, and another for another', () => {
    const told = (seed: number) => kinds.map((_, number) => mutantOf(passing, seed, number)?.what)
    expect(told(5)).toEqual(told(5))
    expect(told(5)).not.toEqual(told(6))
  })
})

describe('of each kind', () => {
  it.each(kinds)('$name is another record, in the order of time', ({ name }) => {
    const number = kinds.findIndex((kind) => kind.name === name)
    const seeds = Array.from({ length: 40 }, (_, seed) => mutantOf(passing, seed, number))
    const made = seeds.filter((mutant) => mutant !== undefined)
    expect(made.length).toBeGreaterThan(0)
    for (const { from, evidence } of made) {
      expect(evidence).not.toEqual(from.record)
      expect(evidence.facts.every(({ at }, index) => at >= (evidence.facts[index - 1]?.at ?? 0))).toBe(true)
    }
  })

  it.each([...reasons, ...holes])('what may pass is about a kind that there is: $reason', ({ kinds: named }) =>
    expect(kinds.map(({ name }) => name)).toEqual(expect.arrayContaining([...named])),
  )
})
