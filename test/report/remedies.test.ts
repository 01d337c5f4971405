import { describe, expect, it } from 'vitest'
import { castLab } from '../../src/catalogue.ts'
import { type Evidence, factsOf } from '../../src/evidence.ts'
import { remediesFor } from '../../src/report/remedies.ts'
import { terminalReport } from '../../src/report/terminal.ts'
import { judgeRun } from '../../src/run/judge.ts'
import { type Milliseconds, ms } from '../../src/tcp.ts'
import { english } from '../../src/words/en.ts'
import { recorded } from '../fixtures.ts'
import { blinded, change, without } from '../records.ts'

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

  it('is to wait for the line where a program of somebody was ahead of whoever looks, and nothing else', async () => {
    const told = factsOf(record, 'program').find(({ host, deed }) => host === 'client' && deed === 'cued')
    const closed = factsOf(record, 'segment').find(({ segment, host }) => host === 'client' && segment.flags === 'F.')
    if (!told || !closed) throw new Error('the record has no cue, or no FIN')
    const own = (evidence: Evidence): Evidence => ({
      ...blinded(evidence, 'wire'),
      setting: { ...record.setting, replaced: ['client'] },
    })
    const isTold = (at: Milliseconds) => own(change(record, (fact) => [fact === told ? { ...told, at } : fact]))
    const { text } = await judged(isTold(ms(closed.at + 100)))
    expect(text).toMatch(
      /Your client closed its side .*, before it was told 'close' \(.*\), and was ahead of whoever looks/,
    )
    expect(text).not.toContain('make sure that nothing kills')
    expect((await judged(isTold(ms(closed.at - 1)))).text).not.toContain('was ahead')
  })

  it('is to run it again where witnesses do not agree', async () => {
    const first = factsOf(record, 'segment').find(({ host }) => host === 'server')
    const { judgement, text } = await judged(without(record, (fact) => fact === first))
    expect(remediesFor(judgement, record.setting), judgement.verdict).toEqual(['too little was seen'])
    expect(text).toContain('The witnesses did not see enough')
  })
})
