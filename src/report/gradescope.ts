import type { Told, ToldRun } from '../report.ts'
import { showingOf } from '../verdict/points.ts'
import type { Found } from '../verdict.ts'
import type { Speaker } from '../words.ts'
import { explanation, inShort, saidBy } from './explained.ts'
import { oneLine, printable } from './printable.ts'

/** An entry of `tests`, as https://gradescope-autograders.readthedocs.io/en/latest/specs/ has it. */
interface Test {
  readonly name: string
  readonly score: number
  readonly max_score: number
  readonly status: 'passed' | 'failed'
  readonly output: string
  readonly visibility: 'visible'
}

/**
 * Gradescope's results.json: a point for each claim of a run that was shown, or of many runs what each was graded with, or a
 * point for each lab that passes. Nothing is given for what could not be judged, and its output says why, so that a person can
 * play it again.
 */
export function gradescope({ of, runs, notPlayed, seconds }: Told, say: Speaker): string {
  const tests =
    of === 'a run'
      ? runs.flatMap((run) => testsOfRun(run, say))
      : [...runs.map((run) => testOfLab(run, say)), ...notPlayed.map((name) => unplayed(name, say))]
  const results = {
    score: tests.reduce((sum, { score }) => sum + score, 0),
    execution_time: Math.ceil(seconds),
    output: runs.map((run) => headline(run, say)).join('\n'),
    output_format: 'text',
    test_output_format: 'text',
    test_name_format: 'text',
    visibility: 'visible',
    tests,
  }
  return `${JSON.stringify(results, undefined, 2)}\n`
}

function testsOfRun(run: ToldRun, say: Speaker): Test[] {
  return run.claims.length === 0
    ? [test(say.reports.isPlayedAndJudged, pointFor(false), run.reason ?? '')]
    : run.claims.map((claim) => test(saidBy(claim, say), pointFor(isShown(claim, run)), outputOf(claim, run, say)))
}

const isShown = (claim: Found, { claims, replaced = [] }: ToldRun): boolean =>
  showingOf(claim, { claims, replaced }) === 'shown'

/** What is given, of how much. */
type Points = NonNullable<ToldRun['points']>

const pointFor = (passed: boolean): Points => ({ earned: passed ? 1 : 0, of: 1 })

const outputOf = (claim: Found, { evidence }: ToldRun, say: Speaker): string =>
  [say.details(claim).measured ?? '', ...explanation(claim, evidence, say)].join('\n').trim()

function testOfLab(run: ToldRun, say: Speaker): Test {
  const faults = run.claims
    .filter(({ verdict }) => verdict !== 'holds')
    .map((claim) => [saidBy(claim, say), ...explanation(claim, run.evidence, say)].join('\n'))
  return test(run.name, run.points ?? pointFor(run.result === 'pass'), [headline(run, say), ...faults].join('\n\n'))
}

const unplayed = (name: string, say: Speaker): Test => test(name, pointFor(false), say.reports.notBegun)

const test = (name: string, { earned, of }: Points, output: string): Test => ({
  name: oneLine(name),
  score: earned,
  max_score: of,
  status: earned >= of ? 'passed' : 'failed',
  output: printable(output),
  visibility: 'visible',
})

function headline({ name, title, result, claims, reason }: ToldRun, say: Speaker): string {
  const faults = claims.filter(({ verdict }) => verdict === 'unknown').map((claim) => inShort(claim, say))
  const why = reason === undefined ? faults : [reason]
  return printable(
    `${[`${name}${title === undefined ? '' : ` (${title})`} ${say.reports.results[result]}`, ...why].join('\n  ')}`,
  )
}
