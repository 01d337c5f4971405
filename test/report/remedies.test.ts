import { describe, expect, it } from 'vitest'
import { castLab } from '../../src/catalogue.ts'
import { type Evidence, factsOf } from '../../src/evidence.ts'
import { remediesFor } from '../../src/report/remedies.ts'
import { terminalReport } from '../../src/report/terminal.ts'
import { judgeRun } from '../../src/run/judge.ts'
import { english } from '../../src/words/en.ts'
import { recorded } from '../fixtures.ts'
import { blinded, without } from '../records.ts'

const record = recorded('close-wait')
const judged = async (evidence: Evidence) => {
  const { judgement, file } = judgeRun(await castLab(evidence.setting.lab), evidence)
  const report = { evidence, judgement, file, folder: '/' }
  const text = terminalReport(report, { verbose: false, ladderShown: true, say: english })
  return { judgement, text: text.replace(/\s+/g, ' ') }
}
const withoutTracefs: Evidence = { ...record, setting: { ...record.setting, missing: { kernel: 'no tracefs' } } }

describe('what is to be done', () => {
  it('is nothing where the run can be judged', async () => {
    const { judgement, text } = await judged(record)
    expect(remediesFor(judgement, withoutTracefs.setting)).toEqual([])
    expect(text).not.toContain('un it again')
  })

  it('is to run it again where the machine was late', async () => {
    const { judgement } = await judged(record)
    expect(remediesFor({ ...judgement, verdict: 'unknown', late: true }, withoutTracefs.setting)).toEqual(['late'])
  })

  it('is to see that nobody ends a witness that was blind', async () => {
    const { judgement, text } = await judged(blinded(record, 'wire'))
    expect(remediesFor(judgement, record.setting)).toEqual(['blind'])
    expect(text).toContain('make sure that nothing kills or stops it')
  })

  it('is to get the tracepoints where this user has none', async () => {
    const { judgement } = await judged(blinded(record, 'wire'))
    expect(remediesFor(judgement, withoutTracefs.setting)).toEqual(['blind', 'no tracefs'])
  })

  it('is to run it again where witnesses do not agree', async () => {
    const first = factsOf(record, 'segment').find(({ host }) => host === 'server')
    const { judgement, text } = await judged(without(record, (fact) => fact === first))
    expect(remediesFor(judgement, record.setting), judgement.verdict).toEqual(['too little was seen'])
    expect(text).toContain('The witnesses did not see enough')
  })
})
