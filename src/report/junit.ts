import XMLBuilder from 'fast-xml-builder'
import type { Told, ToldRun } from '../report.ts'
import type { Found } from '../verdict.ts'
import type { Speaker } from '../words.ts'
import { explanation, inShort, saidBy } from './explained.ts'
import { oneLine, printable } from './printable.ts'

type Element = Readonly<Record<string, unknown>>

/**
 * JUnit's XML as Jenkins, GitLab and the like read it: a suite a run, a case a claim. A claim that is unknown is an
 * error and not skipped, for whoever collects these counts a skipped case as no harm; only a lab that this machine
 * cannot play at all, or that was not begun, is skipped.
 */
export function junit({ runs, notPlayed, seconds }: Told, say: Speaker): string {
  const suites = [...runs.map((run) => suiteOf(run, say)), ...notPlayed.map((name) => unplayed(name, say))]
  const builder = new XMLBuilder({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    format: true,
    suppressEmptyNode: true,
  })
  return builder.build({
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    testsuites: {
      '@name': 'tcp-labs',
      ...countsOf(suites.flatMap(casesOf)),
      '@time': inSeconds(seconds),
      testsuite: suites,
    },
  })
}

function suiteOf(run: ToldRun, say: Speaker): Element {
  const cases = run.claims.length > 0 ? run.claims.map((claim) => caseOf(claim, run, say)) : [unjudged(run, say)]
  const { began } = run
  return {
    '@name': oneLine(run.name),
    ...countsOf(cases),
    '@time': inSeconds(run.seconds),
    ...(began === undefined ? {} : { '@timestamp': began.replace(/(\.\d+)?Z$/, '') }),
    properties: { property: propertiesOf(run) },
    testcase: cases,
  }
}

function unplayed(name: string, say: Speaker): Element {
  const skipped = {
    '@name': say.reports.isPlayed,
    '@classname': oneLine(name),
    skipped: { '@message': say.reports.notBegun },
  }
  return { '@name': oneLine(name), ...countsOf([skipped]), '@time': inSeconds(0), testcase: [skipped] }
}

function caseOf(claim: Found, run: ToldRun, say: Speaker): Element {
  const [, file, line] = /^(.+):(\d+)$/.exec(claim.statedAt) ?? []
  const place = file === undefined ? {} : { '@file': file, '@line': line }
  return {
    '@name': oneLine(saidBy(claim, say)),
    '@classname': oneLine(run.name),
    ...place,
    ...faultOf(claim, run, say),
  }
}

function faultOf(claim: Found, { evidence }: ToldRun, say: Speaker): Element {
  if (claim.verdict === 'holds') return {}
  // Whatever broke the play off stands in the same suite, as a failure or an error.
  if (claim.verdict === 'not reached') return { skipped: { '@message': say.reports.notReached } }
  const text = printable(explanation(claim, evidence, say).join('\n'))
  const fault = { '@message': oneLine(inShort(claim, say)), '#text': text }
  return claim.verdict === 'fails'
    ? { failure: { '@type': 'claim', ...fault } }
    : { error: { '@type': 'unknown', ...fault } }
}

/** A run that came to no verdict still has a case, so that nobody counts an empty suite as passed. */
function unjudged({ name, result, reason = '' }: ToldRun, say: Speaker): Element {
  const [first = ''] = reason.split('\n')
  const fault = { '@message': oneLine(first), '#text': printable(reason) }
  return {
    '@name': say.reports.isPlayedAndJudged,
    '@classname': oneLine(name),
    ...(result === 'cannot run' ? { skipped: fault } : { error: { '@type': result, ...fault } }),
  }
}

function propertiesOf({ lab, variant, title, family, kernel, programs, record }: ToldRun): Element[] {
  const said = { lab, variant, title, family, kernel, client: programs?.client, server: programs?.server, record }
  return Object.entries(said).flatMap(([name, value]) =>
    value === undefined ? [] : [{ '@name': name, '@value': oneLine(value) }],
  )
}

const casesOf = (suite: Element): readonly Element[] => suite.testcase as readonly Element[]

function countsOf(cases: readonly Element[]): Element {
  const count = (fault: string): number => cases.filter((each) => fault in each).length
  return {
    '@tests': cases.length,
    '@failures': count('failure'),
    '@errors': count('error'),
    '@skipped': count('skipped'),
  }
}

const inSeconds = (seconds: number): string => seconds.toFixed(3)
