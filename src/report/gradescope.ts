import type { Told, ToldRun } from '../report.ts'
import { showingOf } from '../verdict/points.ts'
import type { Found } from '../verdict.ts'
import { english } from '../words/en.ts'
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
export function gradescope({ of, runs, notPlayed, seconds }: Told): string {
  const tests = of === 'a run' ? runs.flatMap(testsOfRun) : [...runs.map(testOfLab), ...notPlayed.map(unplayed)]
  const results = {
    score: tests.reduce((sum, { score }) => sum + score, 0),
    execution_time: Math.ceil(seconds),
    output: runs.map(headline).join('\n'),
    output_format: 'text',
    test_output_format: 'text',
    test_name_format: 'text',
    visibility: 'visible',
    tests,
  }
  return `${JSON.stringify(results, undefined, 2)}\n`
}

function testsOfRun(run: ToldRun): Test[] {
  return run.claims.length === 0
    ? [test(english.reports.isPlayedAndJudged, pointFor(false), run.reason ?? '')]
    : run.claims.map((claim) => test(saidBy(claim), pointFor(isShown(claim, run)), outputOf(claim, run)))
}

const isShown = (claim: Found, { claims, replaced = [] }: ToldRun): boolean =>
  showingOf(claim, { claims, replaced }) === 'shown'

/** What is given, of how much. */
type Points = NonNullable<ToldRun['points']>

const pointFor = (passed: boolean): Points => ({ earned: passed ? 1 : 0, of: 1 })

const outputOf = (claim: Found, { evidence }: ToldRun): string =>
  [english.details(claim).measured ?? '', ...explanation(claim, evidence)].join('\n').trim()

function testOfLab(run: ToldRun): Test {
  const faults = run.claims
    .filter(({ verdict }) => verdict !== 'holds')
    .map((claim) => [saidBy(claim), ...explanation(claim, run.evidence)].join('\n'))
  return test(run.name, run.points ?? pointFor(run.result === 'pass'), [headline(run), ...faults].join('\n\n'))
}

const unplayed = (name: string): Test => test(name, pointFor(false), english.reports.notBegun)

const test = (name: string, { earned, of }: Points, output: string): Test => ({
  name: oneLine(name),
  score: earned,
  max_score: of,
  status: earned >= of ? 'passed' : 'failed',
  output: printable(output),
  visibility: 'visible',
})

function headline({ name, title, result, claims, reason }: ToldRun): string {
  const faults = claims.filter(({ verdict }) => verdict === 'unknown').map(inShort)
  const why = reason === undefined ? faults : [reason]
  return printable(
    `${[`${name}${title === undefined ? '' : ` (${title})`} ${english.reports.results[result]}`, ...why].join('\n  ')}`,
  )
}
