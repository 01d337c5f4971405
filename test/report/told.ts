import fc from 'fast-check'
import type { Evidence } from '../../src/evidence.ts'
import type { Finding } from '../../src/finding.ts'
import type { Told, ToldRun } from '../../src/report.ts'
import { ms, s } from '../../src/tcp.ts'
import type { Came, Found } from '../../src/verdict.ts'
import { recorded } from '../fixtures.ts'

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

const { setting } = recorded('close-wait')

/** A record in which a program says these things, one a fact. */
const saying = (lines: readonly string[]): Evidence => ({
  setting,
  facts: lines.map((text, index) => ({
    ...{ kind: 'program', deed: 'said', host: 'client', by: 'program', text },
    ...{ at: ms(index), within: ms(0) },
  })),
})

const quoted = hostile.map((text): Finding => ({ kind: 'quoted', text }))

const claim: fc.Arbitrary<Found> = fc
  .oneof(
    fc.record({ measured: quoted }).map((rest): Came => ({ ...rest, verdict: 'holds' })),
    fc.record({ expected: quoted, got: quoted }).map((rest): Came => ({ ...rest, verdict: 'fails' })),
    fc.record({ missing: quoted }).map((rest): Came => ({ ...rest, verdict: 'unknown' })),
  )
  .chain((came) =>
    fc
      .record({
        line: hostile,
        statedAt: fc.constantFrom('', 'labs/close-wait/lab.ts:32'),
        because: fc.array(fc.nat(3), { maxLength: 3 }),
      })
      .map(
        ({ line, ...rest }): Found => ({
          ...{ id: 'client.says', states: { verb: 'says', of: { end: 'client' }, line }, settles: ['C1'] },
          ...rest,
          ...came,
        }),
      ),
  )

const resultOf = (claims: readonly Found[]) => {
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
    evidence: fc.array(hostile, { maxLength: 3 }).map(saying),
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

const client = { end: 'client', connection: 1 } as const
const server = { end: 'server', connection: 1 } as const
const holds: Found = {
  id: 'client.passes(SYN-SENT,ESTABLISHED)',
  states: { verb: 'passes', of: client, through: ['SYN-SENT', 'ESTABLISHED'] },
  settles: ['C2'],
  statedAt: 'labs/close-wait/lab.ts:32',
  verdict: 'holds',
  because: [],
}
const fails: Found = {
  id: 'server.stays(CLOSE-WAIT,3s)',
  states: { verb: 'stays', of: server, state: 'CLOSE-WAIT', time: s(3) },
  settles: ['C2'],
  statedAt: 'labs/close-wait/lab.ts:40',
  verdict: 'fails',
  expected: { kind: 'quoted', text: 'CLOSE-WAIT for 3 s' },
  got: { kind: 'quoted', text: 'LAST-ACK after 1 ms' },
  because: [0],
}
const unknown: Found = {
  id: 'client.says(reset)',
  states: { verb: 'says', of: { end: 'client' }, line: 'reset' },
  settles: ['C2'],
  statedAt: 'labs/close-wait/lab.ts:32',
  verdict: 'unknown',
  missing: { kind: 'quoted', text: 'the witness kernel' },
  because: [],
}
const run: ToldRun = {
  name: 'close-wait',
  lab: 'close-wait',
  result: 'fail',
  status: 1,
  seconds: 3.5,
  claims: [holds, fails, unknown],
  evidence: saying(['aborted']),
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
