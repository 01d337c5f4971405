import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { castLab } from '../../src/catalogue.ts'
import { readEvidence } from '../../src/evidence/load.ts'
import { judgeRun } from '../../src/run/judge.ts'
import { fixture, recorded } from '../fixtures.ts'
import { project } from '../labs/cli.ts'

const names = readdirSync(join(import.meta.dirname, '../fixtures/runs'))
const text = fixture('runs/close-wait/evidence.jsonl')
const lines = text.trimEnd().split('\n')

/** The record with one of its lines another, counted from 1 on. */
const withLine = (number: number, alter: (line: string) => string | string[]): string =>
  lines.flatMap((line, index) => (index === number - 1 ? alter(line) : line)).join('\n')

const firstOf = (kind: string): number => lines.findIndex((line) => line.includes(`"kind":"${kind}"`)) + 1

/** Changes a field, wherever it is in the line. */
const setting = (number: number, path: readonly string[], value: unknown): string =>
  withLine(number, (line) => {
    const root = JSON.parse(line) as Record<string, unknown>
    const holder = path.slice(0, -1).reduce((at, key) => at[key] as Record<string, unknown>, root)
    holder[path.at(-1) ?? ''] = value
    return JSON.stringify(root)
  })

describe('a record', () => {
  it.each(names)('of %s is read as it was written', (name) => {
    const evidence = recorded(name)
    const written = [evidence.setting, ...evidence.facts].map((line) => JSON.stringify(line)).join('\n')
    expect(written).toBe(fixture(`runs/${name}/evidence.jsonl`).trimEnd())
  })

  const segment = firstOf('segment')
  it.each([
    ['nothing', '', /line 1 is no JSON/],
    ['null', 'null', /version none/],
    ['another version', setting(1, ['version'], 1), /version 1; this program reads version 2/],
    ['a setting without a kernel', setting(1, ['kernel'], undefined), /first line.* at kernel/],
    ['a lab that is a path', setting(1, ['lab'], '../../etc'), /first line.* at lab/],
    ['an address that is none', setting(1, ['client'], 'localhost; rm'), /first line.* at client/],
    ['a line that is cut', withLine(segment, (line) => line.slice(0, 40)), /line \d+ is no JSON: "\{\\"kind/],
    ['what a terminal would obey', withLine(segment, () => '\u001b[2J'), /line \d+ is no JSON: "\\u001b\[2J"/],
    ['a kind that nobody knows', setting(segment, ['kind'], 'rumour'), /line \d+ is of no kind of fact: segment/],
    ['a kind from the prototype', setting(segment, ['kind'], 'toString'), /is of no kind of fact/],
    ['a list for a fact', withLine(segment, () => '[]'), /is of no kind of fact/],
    ['a time that is none', setting(segment, ['at'], null), /of the kind 'segment', is not as it should be at at/],
    ['a sequence number too large', setting(segment, ['segment', 'seq'], 2 ** 32), /at segment\.seq/],
    ['flags that are none', setting(segment, ['segment', 'flags'], 'Q'), /at segment\.flags/],
    ['a host that is none', setting(firstOf('transition'), ['host'], 'router'), /kind 'transition'.* at host/],
    ['a state that is none', setting(firstOf('sample'), ['state'], 'SLEEPING'), /kind 'sample'.* at state/],
    ['a field that nobody knows', setting(firstOf('poll'), ['looks'], 1), /kind 'poll'.*"looks"/],
    [
      'a claim that is none',
      setting(firstOf('awaited'), ['states'], { verb: 'hopes' }),
      /kind 'awaited'.* at states\.verb/,
    ],
    ['a fault that is none', setting(firstOf('fault'), ['verb'], 'eat'), /kind 'fault'.* at verb/],
    [
      'facts out of order',
      withLine(segment, () => []).replace(/\n(.*)\n(.*)$/, `\n$1\n${lines[segment - 1]}\n$2`),
      /out of the order of time/,
    ],
    ['no end', withLine(firstOf('end'), () => []), /no end in it/],
    ['two ends', withLine(firstOf('end'), (line) => [line, line]), /2 ends/],
    ['a tail that was cut off', lines.slice(0, -1).join('\n'), /cut off/],
    ['a head alone', lines[0] ?? '', /cut off/],
  ])('with %s is refused, and it says why', (_what, damaged, says) => {
    expect(() => readEvidence(damaged)).toThrow(says)
  })

  it('that anybody changed anywhere is refused with a reason, or judged without breaking', async () => {
    const cast = await castLab('close-wait')
    const hostile = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(null, '', '__proto__', -1, 1e308, [], {}, '\u0000', 'client'),
    )
    fc.assert(
      fc.property(fc.nat(lines.length - 1), fc.nat(30), hostile, (number, which, value) => {
        const root = JSON.parse(lines[number] ?? '') as Record<string, unknown>
        const keys = Object.keys(root)
        const damaged = setting(number + 1, [keys[which % keys.length] ?? ''], value)
        let evidence: ReturnType<typeof readEvidence>
        try {
          evidence = readEvidence(damaged)
        } catch (error) {
          expect(String(error)).toMatch(/line|version|end|cleaning/)
          return
        }
        expect(['pass', 'fail', 'unknown']).toContain(judgeRun(cast, evidence).file.verdict)
      }),
      { numRuns: 300 },
    )
  })
})

describe('docs/record.schema.json', () => {
  it('is what records are read by', async () => {
    const check = await execa(process.execPath, ['scripts/record-schema.ts', '--check'], {
      cwd: project,
      reject: false,
    })
    expect(check.exitCode, check.stderr).toBe(0)
  })
})
