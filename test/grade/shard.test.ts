import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dealt, shardIn } from '../../src/grade/shard.ts'

describe('the shard', () => {
  it.each([
    ['nobody', {}, undefined],
    ['TCP_LABS_SHARD', { TCP_LABS_SHARD: '3/8' }, [3, 8]],
    [
      'a Slurm array from 0 on',
      { SLURM_ARRAY_TASK_ID: '0', SLURM_ARRAY_TASK_COUNT: '4', SLURM_ARRAY_TASK_MIN: '0' },
      [1, 4],
    ],
    [
      'a Slurm array from 1 on',
      { SLURM_ARRAY_TASK_ID: '4', SLURM_ARRAY_TASK_COUNT: '4', SLURM_ARRAY_TASK_MIN: '1', SLURM_ARRAY_TASK_STEP: '1' },
      [4, 4],
    ],
    [
      'a Slurm array in steps',
      { SLURM_ARRAY_TASK_ID: '7', SLURM_ARRAY_TASK_COUNT: '4', SLURM_ARRAY_TASK_MIN: '1', SLURM_ARRAY_TASK_STEP: '2' },
      [4, 4],
    ],
    [
      'one task of an array that is run again',
      { SLURM_ARRAY_TASK_ID: '2', SLURM_ARRAY_TASK_COUNT: '1', SLURM_ARRAY_TASK_MIN: '2', TCP_LABS_SHARDS: '4' },
      [2, 4],
    ],
    ['an indexed job of Kubernetes', { JOB_COMPLETION_INDEX: '0', TCP_LABS_SHARDS: '5' }, [1, 5]],
    ['GitLab', { CI_NODE_INDEX: '2', CI_NODE_TOTAL: '3' }, [2, 3]],
    ['GitLab without parallel', { CI_NODE_TOTAL: '1' }, undefined],
    ['two that agree', { CI_NODE_INDEX: '2', CI_NODE_TOTAL: '3', TCP_LABS_SHARD: '2/3' }, [2, 3]],
  ])('is what %s says', (_, environment, wanted) => {
    const found = shardIn(environment)
    expect(found && [found.number, found.of]).toEqual(wanted)
  })

  it.each([
    ['is no shard', { TCP_LABS_SHARD: 'three' }, /TCP_LABS_SHARD does not say which.*'three'.*--shard 3\/8/],
    ['is beyond the last', { TCP_LABS_SHARD: '9/8' }, /TCP_LABS_SHARD/],
    ['does not say of how many', { JOB_COMPLETION_INDEX: '0' }, /Kubernetes.*TCP_LABS_SHARDS/],
    [
      'has no whole number',
      { SLURM_ARRAY_TASK_ID: '2', SLURM_ARRAY_TASK_COUNT: '4', SLURM_ARRAY_TASK_MIN: '1', SLURM_ARRAY_TASK_STEP: '2' },
      /Slurm/,
    ],
    ['lacks its count', { SLURM_ARRAY_TASK_ID: '2' }, /Slurm/],
    [
      'differs',
      { CI_NODE_INDEX: '2', CI_NODE_TOTAL: '3', TCP_LABS_SHARD: '1/3' },
      /TCP_LABS_SHARD says shard 1\/3, and GitLab says 2\/3/,
    ],
  ])('that %s is refused: nobody plays everything eight times over', (_, environment, says) =>
    expect(() => shardIn(environment)).toThrow(says),
  )

  it('is dealt so that each piece is in one, in its order, and none has much more than another', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat()), fc.integer({ min: 1, max: 9 }), (all, of) => {
        const parts = Array.from({ length: of }, (_, index) => dealt(all, { number: index + 1, of }))
        expect(parts.flat().toSorted()).toEqual(all.toSorted())
        const sizes = parts.map(({ length }) => length)
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
        for (const part of parts) expect(part).toEqual(all.filter((each) => part.includes(each)))
      }),
    )
  })
})
