import type { Result, Told, ToldClaim, ToldRun } from '../report.ts'
import { oneLine, printable } from './printable.ts'
import { explanation, inShort } from './told.ts'

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
 * Gradescope's results.json: a point for each claim of a run that holds, or of many runs for each lab that passes.
 * Nothing is given for what could not be judged, and its output says why, so that a person can play it again.
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
    ? [test('the lab is played and judged', false, run.reason ?? '')]
    : run.claims.map((claim) => test(claim.says, claim.verdict === 'holds', outputOf(claim)))
}

const outputOf = (claim: ToldClaim): string => [claim.measured ?? '', ...explanation(claim)].join('\n').trim()

function testOfLab(run: ToldRun): Test {
  const faults = run.claims
    .filter(({ verdict }) => verdict !== 'holds')
    .map((claim) => [claim.says, ...explanation(claim)].join('\n'))
  return test(run.name, run.result === 'pass', [headline(run), ...faults].join('\n\n'))
}

const unplayed = (name: string): Test => test(name, false, 'it was not begun any more')

const test = (name: string, passed: boolean, output: string): Test => ({
  name: oneLine(name),
  score: passed ? 1 : 0,
  max_score: 1,
  status: passed ? 'passed' : 'failed',
  output: printable(output),
  visibility: 'visible',
})

const words: Readonly<Record<Result, string>> = {
  pass: 'passes',
  fail: 'fails',
  unknown: 'could not be judged for certain; it may pass when it is played again',
  error: 'was not judged: the harness itself failed',
  'cannot run': 'was not judged: this machine cannot run it',
  interrupted: 'was not judged: it was interrupted',
}

function headline({ name, title, result, claims, reason }: ToldRun): string {
  const faults = claims.filter(({ verdict }) => verdict === 'unknown').map(inShort)
  const why = reason === undefined ? faults : [reason]
  return printable(`${[`${name}${title === undefined ? '' : ` (${title})`} ${words[result]}`, ...why].join('\n  ')}`)
}
