import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { hashOfPlan, hashOfTask } from '../../src/grade/hash.ts'
import { mistakesIn, type Part } from '../../src/grade/merge.ts'
import { keepGrading, keepResult, keepSubmission, taskFolder, worksIn, writeWhole } from '../../src/grade/place.ts'
import { readPlan } from '../../src/grade/plan.ts'
import type { KeptSubmission, Result } from '../../src/grade/result.ts'
import { dealt } from '../../src/grade/shard.ts'

const plan = readPlan(
  `labs:
  - { lab: handshake, role: server, command: x, points: 1 }
  - { lab: close-wait, role: server, command: x, points: 1 }`,
  'plan.yaml',
)
const hash = hashOfPlan(plan)
const submission = (name: string, more: Partial<KeptSubmission> = {}): KeptSubmission => ({
  ...{ version: 1, name, folder: name, hash: `hash of ${name}` },
  ...more,
})
const submissions = ['ann', 'ben', 'cem'].map((name) => submission(name))
const pairs = submissions.flatMap(({ name }) => plan.labs.map(({ id }) => ({ submission: name, task: id })))

const part = (runs: Part['runs'], number: number, of: number, more: Partial<Part> = {}): Part => ({
  place: { folder: `part-${number}` },
  grading: { version: 1, plan: {}, hash, shard: { number, of } },
  ...{ submissions, runs },
  ...more,
})
const shards = (of: number): Part[] =>
  Array.from({ length: of }, (_, index) => part(dealt(pairs, { number: index + 1, of }), index + 1, of))

describe('shards that are joined', () => {
  it('make one whole, however many they are, and none without one of them or with one twice', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 6 }), fc.nat(5), (of, at) => {
        const all = shards(of)
        const one = all[at % of] ?? part([], 1, of)
        expect(mistakesIn(all, plan)).toEqual([])
        expect(
          mistakesIn(
            all.filter((each) => each !== one),
            plan,
          ).join(),
        ).toContain(`there is no folder of shard ${(at % of) + 1}/${of}`)
        expect(mistakesIn([...all, one], plan).join()).toContain('there more than once')
      }),
    )
  })

  it('must have been graded by one plan, and of the same files', () => {
    const [one, other] = shards(2) as [Part, Part]
    const differs = (change: Partial<Part>): string => mistakesIn([one, { ...other, ...change }], plan).join()
    expect(differs({ grading: { ...other.grading, hash: 'x' } })).toMatch(
      /part-2 was graded by a different plan from part-1/,
    )
    expect(differs({ submissions: submissions.with(0, submission('ann', { hash: 'x' })) })).toMatch(
      /ann was not the same in part-2/,
    )
    expect(differs({ submissions: submissions.slice(1) })).toMatch(/the submission ann is not in part-2/)
    expect(differs({ submissions: [...submissions, submission('dan')] })).toMatch(/the submission dan is not in part-1/)
  })

  it('need no run of what was refused', () => {
    const { hash: _, ...eve } = submission('eve', { refused: 'it holds a link' })
    const all = shards(2).map((each) => ({ ...each, submissions: [...submissions, eve] }))
    expect(mistakesIn(all, plan)).toEqual([])
  })

  it('are told of with --resume where a shard was not played to its end', () => {
    const [one, other] = shards(2) as [Part, Part]
    expect(mistakesIn([one, { ...other, runs: other.runs.slice(1) }], plan).join()).toMatch(
      / is missing: play the rest of them with --resume/,
    )
  })
})

describe('what is kept', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tcp-labs-kept-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const place = { folder }
  const [ann, ben] = submissions as [KeptSubmission, KeptSubmission, KeptSubmission]
  const [task] = plan.labs
  if (!task) throw new Error('the plan has no lab')
  const result: Result = {
    ...{ version: 1, submission: 'ann', hash: 'hash of ann', task: task.id, order: hashOfTask(task, plan), plan: hash },
    ...{ tcpLabs: '0.1.0', node: 'v24', kernel: '6', began: 'now', seconds: 1, tries: 1, status: 70, reason: 'x' },
  }
  const playedOf = (name: string) =>
    worksIn(place, plan)
      .find((each) => each.submission.name === name)
      ?.played.get(task.id)?.result

  it('is found again run by run, and only where it is of these files and played as the plan says', () => {
    keepGrading(place, { version: 1, plan: {}, hash })
    for (const each of [ann, ben]) {
      keepSubmission(place, each)
      mkdirSync(taskFolder(place, each, task.id))
    }
    keepResult(place, ann, result)
    expect(playedOf('ann')).toEqual(result)
    expect(playedOf('ben')).toBeUndefined()
    keepResult(place, ann, { ...result, hash: 'hash of other files' })
    expect(playedOf('ann')).toBeUndefined()
    keepResult(place, ann, { ...result, order: 'another command' })
    expect(playedOf('ann')).toBeUndefined()
  })

  it('is whole or not there: what was being written when all ended is nothing', () => {
    const at = taskFolder(place, ben, task.id)
    writeFileSync(join(at, '.draft-1'), '{"version":1,"subm')
    expect(playedOf('ben')).toBeUndefined()
    writeWhole(join(at, 'result.json'), JSON.stringify({ ...result, submission: 'ben', hash: 'hash of ben' }))
    expect(playedOf('ben')).toMatchObject({ submission: 'ben' })
    expect(readdirSync(at)).toEqual(['.draft-1', 'result.json'])
    expect(readFileSync(join(at, 'result.json'), 'utf8')).toContain('ben')
  })

  it('is told where somebody has spoilt it, with what to do', () => {
    writeFileSync(join(taskFolder(place, ben, task.id), 'result.json'), '{"version":1}')
    expect(() => playedOf('ben')).toThrow(
      /ben\/handshake\.server\/result\.json is not as it was written.*remove it, and play it again with --resume/,
    )
  })
})
