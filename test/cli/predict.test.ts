import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadEvidence } from '../../src/evidence/load.ts'
import { lab } from '../labs/cli.ts'
import { onTerminal } from '../labs/terminal.ts'

/** What anybody says who knows the three-way handshake, each in a way of one's own. */
const right = {
  ...{ 'wire.1.sender': 'client', 'wire.1.flags': 'SYN', 'wire.1.length': 0 },
  ...{ 'wire.2.sender': 'server', 'wire.2.flags': 'syn-ack', 'wire.2.length': 0, 'wire.2.ack': 1 },
  ...{ 'wire.3.sender': 'Client', 'wire.3.flags': '.', 'wire.3.length': '0', 'wire.3.ack': '1' },
  ...{ 'wire.4.sender': 'c', 'wire.4.flags': 'PA', 'wire.4.length': 1, 'wire.4.ack': 1 },
  ...{ 'wire.5.sender': 's', 'wire.5.flags': 'ack', 'wire.5.length': 0, 'wire.5.ack': 2 },
  ...{ 'wire.6.sender': 'server', 'wire.6.flags': 'PSH+ACK', 'wire.6.length': '1 byte', 'wire.6.ack': 'ack 2' },
  ...{ 'client.path': ['SYN-SENT', 'ESTABLISHED'], 'server.path': 'listen, syn_recv → estab' },
}

interface Told {
  readonly status: number
  readonly counts: Readonly<Record<string, number>>
  readonly lockedAt: string
  readonly sha256: string
  readonly record: string
  readonly run: { readonly verdict: string; readonly status: number }
  readonly questions: ReadonlyArray<{
    readonly fields: ReadonlyArray<{
      readonly key: string
      readonly outcome: string
      readonly answer: string | null
      readonly seen: string
      readonly because: readonly string[]
    }>
  }>
}

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tcp-labs-predict-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const runs = (): string => join(folder, 'runs')
const again = ['--again', '5']

async function predict(answers: object, options: readonly string[] = []) {
  const file = join(folder, 'answers.json')
  writeFileSync(file, JSON.stringify(answers))
  const args = ['predict', 'handshake', '--json', '--answers', file, ...again, ...options]
  const { status, stdout, stderr } = await lab(args, { env: { TCP_LABS_RUNS: runs() } })
  expect(stdout, stderr).not.toBe('')
  const told = JSON.parse(stdout) as Told
  return { status, told, fields: told.questions.flatMap(({ fields }) => fields) }
}

describe('predict', { timeout: 290_000 }, () => {
  it('ends with 0 where all of it is seen, and has locked the answers before the run began', async () => {
    const { status, told, fields } = await predict(right)
    expect(fields.filter(({ outcome }) => outcome !== 'right')).toEqual([])
    expect({ status, told: told.status, run: told.run }).toEqual({
      status: 0,
      told: 0,
      run: { verdict: 'pass', status: 0 },
    })
    const kept = JSON.parse(readFileSync(join(told.record, 'predictions.json'), 'utf8')) as Told
    expect(kept).toMatchObject({ lockedAt: told.lockedAt, sha256: told.sha256 })
    const { setting } = loadEvidence(told.record)
    expect(Date.parse(told.lockedAt)).toBeLessThanOrEqual(Date.parse(setting.began))
    expect(fields.find(({ key }) => key === 'wire.2.ack')?.because.join()).toMatch(
      /^server > S\. 0:0\(0\) ack 1 at .*\(wire\)$/,
    )
    const page = readFileSync(join(told.record, 'page.html'), 'utf8')
    expect(page).toContain('data-claim="prediction wire.2" data-shows="s2"')

    // What is made of the record later has them too, but not where somebody has changed them since.
    const later = join(folder, 'later.html')
    const predictions = () => readFileSync(later, 'utf8').includes('data-claim="prediction wire.2"')
    await lab(['show', told.record, '--report', `html=${later}`])
    expect(predictions()).toBe(true)
    writeFileSync(join(told.record, 'predictions.json'), JSON.stringify({ ...kept, lockedAt: setting.began }))
    await lab(['show', told.record, '--report', `html=${later}`])
    expect(predictions()).toBe(false)
  })

  it('ends with 1 where one answer is wrong, and names that with what was seen', async () => {
    const { status, told, fields } = await predict({ answers: { ...right, 'wire.3.ack': 2 } })
    expect(fields.filter(({ outcome }) => outcome !== 'right')).toMatchObject([
      { key: 'wire.3.ack', outcome: 'wrong', answer: '2', seen: '1', because: [expect.stringMatching(/client > \./)] },
    ])
    expect({ status, run: told.run.status }).toEqual({ status: 1, run: 0 })
  })

  it('judges by what is seen, also of a run that fails its claims', async () => {
    const { 'wire.6.flags': _, ...some } = right
    const { status, told, fields } = await predict(
      { ...some, 'wire.2.sender': 'client', 'wire.2.flags': 'S', 'wire.2.ack': 'none' },
      ['--twin', 'syn-is-lost'],
    )
    const of = (key: string) => fields.find((field) => field.key === key)?.outcome
    expect(told.run).toEqual({ verdict: 'fail', status: 1 })
    // The second segment is a SYN again: what was said of the third is what the fourth is.
    expect(['wire.1.flags', 'wire.2.flags', 'wire.2.ack', 'wire.3.flags', 'client.path.first'].map(of)).toEqual([
      'right',
      'right',
      'right',
      'wrong',
      'right',
    ])
    expect({ status, open: told.counts.open }).toEqual({ status: 1, open: 1 })
  })
})

describe('what predict asks', { timeout: 60_000 }, () => {
  it('is told as JSON, and nothing is played', async () => {
    const { status, stdout } = await lab(['predict', 'handshake', '--json', '--questions'], {
      env: { TCP_LABS_RUNS: join(folder, 'none') },
    })
    const told = JSON.parse(stdout) as { questions: ReadonlyArray<{ fields: ReadonlyArray<{ key: string }> }> }
    expect(told.questions.flatMap(({ fields }) => fields.map(({ key }) => key)).sort()).toEqual(
      Object.keys(right).sort(),
    )
    expect({ status, played: existsSync(join(folder, 'none')) }).toEqual({ status: 0, played: false })
  })

  it('is told in Chinese too, and in words', async () => {
    const { status, stdout } = await lab(['predict', 'time-wait', '--questions', '--lang', 'zh'])
    expect(stdout).toContain('客户端在 TIME-WAIT 停留多久？')
    expect(stdout).not.toContain('\x1b')
    expect(status).toBe(0)
  })

  it.each([
    ['nobody at a terminal', ['handshake'], '', /there is no terminal here.*--questions.*--answers/s],
    ['what is no JSON', ['handshake', '--answers', '-'], 'client', /standard input cannot be read/],
    ['what is no object', ['handshake', '--answers', '-'], '[]', /must be a JSON object/],
    ['a key of no question', ['handshake', '--answers', '-'], '{"wire.2.flag": "S"}', /did you mean wire\.2\.flags/],
    [
      'what is no answer',
      ['handshake', '--answers', '-'],
      '{"wire.2.flags": "x"}',
      /'x' is not an answer to 'wire\.2\.flags'/,
    ],
    ['a lab of which nothing can be asked', ['group', '--questions'], '', /nothing to predict/],
    ['a lab that there is not', ['hand-shake'], '', /handshake/],
  ])('cannot be answered by %s, which is wrong usage', async (_what, args, input, says) => {
    const { status, stdout, stderr } = await lab(['predict', ...args], { stdin: 'pipe', input })
    expect(stderr).toMatch(says)
    expect({ status, stdout }).toEqual({ status: 64, stdout: '' })
  })
})

describe('predict at a terminal', { timeout: 120_000 }, () => {
  it('asks again what it cannot read, and leaves nothing behind where Ctrl+C ends it', async () => {
    const place = join(folder, 'interrupted')
    const run = onTerminal(`export TCP_LABS_RUNS='${place}'; lab predict handshake; echo "status $?"`)
    await run.shows('who sends it: ')
    run.press('router\r')
    await run.shows("'router' is not an answer to this. Possible: 'client' or 'server'")
    run.press('client > S 0:0(0)\r')
    await run.shows(/2 of 8 {2}The 2nd segment: who sends it/)
    run.press('\x03')
    const text = await run.shows('status 130')
    expect(text).not.toContain('locked')
    expect(text).not.toContain('Three segments open a connection')
    expect(existsSync(place) ? readdirSync(place) : []).toEqual([])
  })

  it('asks one after the other, plays, and shows each answer with what was seen', { timeout: 290_000 }, async () => {
    const place = join(folder, 'asked')
    const run = onTerminal(
      `export TCP_LABS_RUNS='${place}'; lab predict close-wait ${again.join(' ')}; echo "status $?"`,
      { columns: 60, timeout: 280_000 },
    )
    const answers = [
      [/1 of 9[\s\S]*who sends it: $/, 'client fin-ack ack 1'],
      [/2 of 9[\s\S]*who sends it: $/, 'server . ack 2'],
      [/3 of 9[\s\S]*who sends it: $/, 'none'],
      [/4 of 9[\s\S]*its first state: $/, 'syn_sent'],
      [/after SYN-SENT: $/, 'ESTAB, fin-wait-1, FIN-WAIT-2'],
      [/5 of 9[\s\S]*its first state: $/, 'LISTEN SYN-RECV ESTAB CLOSE-WAIT'],
      [/7 of 9[\s\S]*how long: $/, '1 min'],
      [/8 of 9[\s\S]*how long: $/, 'to the end'],
    ] as const
    for (const [asked, answer] of answers) {
      await run.shows(asked)
      run.press(`${answer}\r`)
    }
    const { text } = await run.ended
    expect(text).toContain('locked: 11 of 11 answers, sha256 ')
    expect(text).toMatch(/✘ how long +60\.0 s +to the end \(3\.\d\d s\)/)
    expect(text).toMatch(/17 of 18 right, 1 wrong\s+Each answer counts once/)
    expect(text).toContain('status 1')
    const table = text.slice(text.lastIndexOf('Predictions')).replace(/(record|page): .*/g, '')
    expect(Math.max(...table.split(/\r?\n/).map((line) => line.length))).toBeLessThanOrEqual(60)
  })
})
