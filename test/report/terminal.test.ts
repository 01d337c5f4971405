import { describe, expect, it } from 'vitest'
import { castLab } from '../../src/catalogue.ts'
import type { Evidence } from '../../src/evidence.ts'
import { ladder } from '../../src/report/ladder.ts'
import { terminalReport } from '../../src/report/terminal.ts'
import { judgeRun } from '../../src/run/judge.ts'
import { english } from '../../src/words/en.ts'
import { recorded } from '../fixtures.ts'
import { blinded, change } from '../records.ts'

const evil = '\u001b]0;title\u0007\u001b[2J\r  ✔ pass\u202e'

/** The record in which every program says what a terminal would obey. */
const evidence = change(recorded('close-wait'), (fact) =>
  fact.kind === 'program' && fact.deed === 'said' ? [{ ...fact, text: evil }] : [fact],
)
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const obeyed = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/

describe('what a program prints', () => {
  it('is spelled out on the ladder, where a terminal would obey it', () => {
    expect(ladder(evidence, { width: 200, colors: false, say: english }).join('\n')).not.toMatch(obeyed)
    expect(ladder(evidence, { width: 200, colors: false, say: english }).join('\n')).toContain('\\u{1b}]0;title')
  })

  it('and in what a claim got', async () => {
    const { judgement, file } = judgeRun(await castLab('close-wait'), evidence)
    const text = terminalReport(
      { evidence, judgement, file, folder: '/' },
      { verbose: true, ladderShown: true, say: english },
    )
    expect(text).not.toMatch(obeyed)
  })
})

describe('what is printed at the end of a run', () => {
  const record = recorded('close-wait')
  const printed = async (
    evidence: Evidence,
    options = { verbose: false, ladderShown: true, say: english },
  ): Promise<string> => {
    const { judgement, file } = judgeRun(await castLab('close-wait'), evidence)
    return terminalReport({ evidence, judgement, file, folder: '/records/one' }, options)
  }
  const left = change(record, (fact) => (fact.kind === 'cleanup' ? [{ ...fact, left: ['process 7'] }] : [fact]))

  it('is of a twin which of the claims that it is there to break it breaks, and which it does not', async () => {
    const { judgement, file } = judgeRun(await castLab('close-wait'), left)
    const breaks = ['universal.nothing-left', 'server.never(LAST-ACK)']
    const reported = { evidence: left, judgement, file, folder: '/', breaks }
    const text = terminalReport(reported, { verbose: false, ladderShown: true, say: english }).replaceAll(/ *\n/g, ' ')
    expect(text).toContain('is meant to break, and breaks: nothing is left behind')
    expect(text).toContain('is meant to break, and does NOT break: server is never in LAST-ACK')
  })

  it('is each claim with what it settles, how many held, and where the record is', async () => {
    const text = await printed(record)
    expect(text).toMatch(/^ {2}✔ server stays in CLOSE-WAIT for .*\[C15\/shutdown\]$/m)
    expect(text).toMatch(/^pass: \d+ of \d+ claims hold$/m)
    expect(text).toContain('/records/one')
    expect(text).not.toContain('✘')
    expect(text).not.toContain('\x1b')
  })

  it('is of a failure what was expected, what came instead, by which facts, and where the lab states it', async () => {
    const closed = change(record, (fact) =>
      fact.kind === 'program' && fact.deed === 'said' && fact.text === 'eof' ? [] : [fact],
    )
    expect(await printed(closed)).toMatch(
      /✘ the server program says 'eof'[^\n]*\n +expected +'eof'\n +got +it said 'listening'\n +at +labs\/close-wait\/lab\.ts:\d+\n/,
    )
    expect(await printed(closed)).toMatch(/^fail: /m)
    expect(await printed(left)).toMatch(/✘ nothing is left behind[\s\S]*process 7/)
  })

  it('is unknown, and of whom nobody knows, where a witness was blind', async () => {
    const text = await printed(blinded(record, 'wire'))
    expect(text).toMatch(/^ {2}\? /m)
    expect(text).toMatch(/^unknown: /m)
  })

  it('has the ladder and the states that were held in front where nobody has seen them yet', async () => {
    const text = await printed(record, { verbose: false, ladderShown: false, say: english })
    expect(text).toMatch(/── F\. 1:1\(0\) ack 1 ─[\s\S]*✔/)
    expect(await printed(record)).not.toContain('── F. 1:1(0) ack 1')
    expect(text).toMatch(/CLOSE-WAIT.* 3\.\d+ s/)
  })

  it('tells the facts behind what held only where all is wanted', async () => {
    expect(await printed(record)).not.toContain('because')
    expect(await printed(record, { verbose: true, ladderShown: true, say: english })).toContain('because')
  })
})

describe('the claims that every run must meet', () => {
  const record = recorded('close-wait')
  const left = change(record, (fact) => (fact.kind === 'cleanup' ? [{ ...fact, left: ['process 7'] }] : [fact]))
  const printed = async (evidence: Evidence, verbose: boolean): Promise<string> => {
    const { judgement, file } = judgeRun(await castLab('close-wait'), evidence)
    return terminalReport({ evidence, judgement, file, folder: '/' }, { verbose, ladderShown: true, say: english })
  }

  it('are a line where they hold, and all of them where everything is wanted', async () => {
    const folded = await printed(record, false)
    expect(folded).toMatch(/^ {2}✔ and \d claims that every run must meet hold \(--verbose lists them\)$/m)
    expect(folded).not.toContain('nothing is left behind')
    const all = await printed(record, true)
    expect(all).toContain('✔ nothing is left behind')
    expect(all).not.toContain('that every run must meet')
  })

  it('are told one by one where they do not hold', async () => {
    const text = await printed(left, false)
    expect(text).toContain('✘ nothing is left behind')
    expect(text).toMatch(/and \d claims that every run must meet hold/)
  })
})
