import { describe, expect, it } from 'vitest'
import { castLab } from '../../src/catalogue.ts'
import { ladder } from '../../src/report/ladder.ts'
import { terminalReport } from '../../src/report/terminal.ts'
import { judgeRun } from '../../src/run/judge.ts'
import { recorded } from '../fixtures.ts'
import { change } from '../records.ts'

const evil = '\u001b]0;title\u0007\u001b[2J\r  ✔ pass\u202e'

/** The record in which every program says what a terminal would obey. */
const evidence = change(recorded('close-wait'), (fact) =>
  fact.kind === 'program' && fact.deed === 'said' ? [{ ...fact, text: evil }] : [fact],
)
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const obeyed = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/

describe('what a program prints', () => {
  it('is spelled out on the ladder, where a terminal would obey it', () => {
    expect(ladder(evidence, { width: 200, colors: false }).join('\n')).not.toMatch(obeyed)
    expect(ladder(evidence, { width: 200, colors: false }).join('\n')).toContain('\\u{1b}]0;title')
  })

  it('and in what a claim got', async () => {
    const { judgement, file } = judgeRun(await castLab('close-wait'), evidence)
    const text = terminalReport({ evidence, judgement, file, folder: '/' }, { verbose: true, ladderShown: true })
    expect(text).not.toMatch(obeyed)
  })
})
