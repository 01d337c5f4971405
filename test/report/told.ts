import fc from 'fast-check'
import type { Told, ToldClaim, ToldRun } from '../../src/report.ts'

/** What a stranger's program may say, and what could mean something in a report: markup, directives, control characters. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom('\n', '\r', '\t', '\0', '\x1b[31m', '\u2028', '\ud800', '\uffff', '#', '\\', ' ', 'ok'),
  }),
  fc.constantFrom(
    ']]>',
    '<!-- &lt; & "\'',
    '<?xml?><x a="1">',
    '# SKIP',
    '\\# TODO',
    'ok 1\nnot ok 2\n1..9\nBail out!',
    '...\n---\nTAP version 14',
    '    # Subtest: x',
    '\u202edrawkcab',
    '',
  ),
)

const claim: fc.Arbitrary<ToldClaim> = fc
  .oneof(
    fc.record({ measured: hostile }).map((rest) => ({ ...rest, verdict: 'holds' as const })),
    fc.record({ expected: hostile, got: hostile }).map((rest) => ({ ...rest, verdict: 'fails' as const })),
    fc.record({ missing: hostile }).map((rest) => ({ ...rest, verdict: 'unknown' as const })),
  )
  .chain((rest) =>
    fc
      .record({
        says: hostile,
        settles: fc.constant(['C1']),
        statedAt: fc.constantFrom('', 'labs/close-wait/lab.ts:32'),
        because: fc.array(hostile, { maxLength: 3 }),
      })
      .map((common): ToldClaim => ({ ...common, ...rest })),
  )

const resultOf = (claims: readonly ToldClaim[]) => {
  const verdicts = claims.map(({ verdict }) => verdict)
  if (verdicts.includes('fails')) return { result: 'fail', status: 1 } as const
  return verdicts.includes('unknown')
    ? ({ result: 'unknown', status: 2 } as const)
    : ({ result: 'pass', status: 0 } as const)
}

const judged: fc.Arbitrary<ToldRun> = fc
  .record({
    name: hostile,
    title: hostile,
    programs: fc.record({ client: hostile, server: hostile }),
    seconds: fc.double({ min: 0, max: 1e4, noNaN: true }),
    claims: fc.array(claim, { minLength: 1, maxLength: 6 }),
  })
  .map((rest) => ({
    lab: 'close-wait',
    began: '2026-11-21T01:58:19.120Z',
    record: '/runs/x',
    ...rest,
    ...resultOf(rest.claims),
  }))

const notJudged: fc.Arbitrary<ToldRun> = fc.record({
  name: hostile,
  lab: fc.constant('close-wait'),
  reason: hostile,
  seconds: fc.constant(0.5),
  claims: fc.constant([]),
  result: fc.constantFrom('error' as const, 'cannot run' as const, 'interrupted' as const),
  status: fc.constant(70),
})

export const anyTold: fc.Arbitrary<Told> = fc.record({
  of: fc.constantFrom('a run' as const, 'many runs' as const),
  runs: fc.array(fc.oneof(judged, notJudged), { maxLength: 5 }),
  notPlayed: fc.array(hostile, { maxLength: 2 }),
  seconds: fc.double({ min: 0, max: 1e4, noNaN: true }),
})

const holds: ToldClaim = {
  says: 'client passes SYN-SENT → ESTABLISHED',
  settles: ['C2'],
  statedAt: 'labs/close-wait/lab.ts:32',
  verdict: 'holds',
  because: [],
}
const fails: ToldClaim = {
  ...holds,
  says: 'server stays in CLOSE-WAIT for 3 s',
  statedAt: 'labs/close-wait/lab.ts:40',
  verdict: 'fails',
  expected: 'CLOSE-WAIT for 3 s',
  got: 'LAST-ACK after 1 ms',
  because: ['server CLOSE-WAIT → LAST-ACK at +92.120 ms (kernel)'],
}
const unknown: ToldClaim = { ...holds, says: 'client is told', verdict: 'unknown', missing: 'the witness kernel' }
const run: ToldRun = {
  name: 'close-wait',
  lab: 'close-wait',
  result: 'fail',
  status: 1,
  seconds: 3.5,
  claims: [holds, fails, unknown],
}

/** One run of each kind. */
export const example: Told = {
  of: 'many runs',
  runs: [
    run,
    { ...run, name: 'listen', result: 'pass', status: 0, claims: [holds] },
    { ...run, name: 'syn-sent', result: 'unknown', status: 2, claims: [unknown] },
    { ...run, name: 'raw', result: 'cannot run', status: 77, reason: 'no IPv6 here', claims: [] },
    { ...run, name: 'broken', result: 'error', status: 70, reason: 'the harness itself failed: x', claims: [] },
  ],
  notPlayed: ['time-wait'],
  seconds: 12.25,
}
