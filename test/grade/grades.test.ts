import { describe, expect, it } from 'vitest'
import { idOf } from '../../src/evidence/assertion.ts'
import { feedback } from '../../src/grade/feedback.ts'
import { gradeOf, gradesCsv, gradesJson, gradesOf, type Played, type Work } from '../../src/grade/grades.ts'
import { folderOf } from '../../src/grade/names.ts'
import { readPlan } from '../../src/grade/plan.ts'
import type { Result } from '../../src/grade/result.ts'
import { toldRun } from '../../src/grade/told.ts'
import { exitStatus } from '../../src/run/exit-status.ts'
import type { Found } from '../../src/verdict.ts'
import { english } from '../../src/words/en.ts'
import { recorded } from '../fixtures.ts'

const plan = readPlan(
  `labs:
  - { lab: handshake, role: server, command: python3 server.py, points: 10, credit: claims }
  - { lab: close-wait, role: server, command: python3 server.py, points: 5 }`,
  'plan.yaml',
)
const [first, second] = plan.labs
if (!first || !second) throw new Error('the plan has no labs')

const result = (task: string, more: Partial<Result> = {}): Result => ({
  ...{ version: 1, submission: 'alice', hash: 'h', task, order: 'o', plan: 'p', tcpLabs: '0.1.0', node: 'v24' },
  ...{ kernel: '6', began: '2026-11-22T00:00:00.000Z', seconds: 1, tries: 1, status: 0, record: 'try-1' },
  ...more,
})
const states = { verb: 'play-went-through' } as const
const held: Found = { id: idOf(states), states, settles: [], statedAt: '', because: [], verdict: 'holds' }
const doubt: Found = {
  ...held,
  id: 'universal.x',
  verdict: 'unknown',
  missing: { kind: 'quoted', text: 'a `witness`' },
}
const wrong: Found = {
  ...{ ...held, id: 'server.x', verdict: 'fails' },
  ...{ expected: { kind: 'quoted', text: 'this' }, got: { kind: 'quoted', text: '[click](http://evil) <script>' } },
}
const played = (task: string, ...claims: readonly Found[]): Played => ({
  result: result(task),
  verdict: { verdict: 'pass', claims, replaced: ['server'] },
})
const unjudged = (task: string, status: number, reason: string): Played => ({
  result: { ...result(task, { status, reason }), record: undefined },
})

const work = (name: string, ...runs: readonly Played[]): Work => ({
  submission: { version: 1, name, folder: folderOf(name, 'abcdef0123456789'), hash: 'h' },
  played: new Map(runs.map((each) => [each.result.task, each])),
})

describe('a grade', () => {
  it('is nobody knows what where it could not be judged, and says why: no zero', () => {
    expect(gradeOf(first, {}, played(first.id, held, doubt), english)).toEqual({
      status: 'to look at',
      why: expect.stringContaining('missing') as string,
    })
    expect(gradeOf(first, {}, unjudged(first.id, exitStatus.host, 'no nft here'), english)).toMatchObject({
      why: 'this machine cannot run it: no nft here',
    })
    expect(gradeOf(first, {}, unjudged(first.id, exitStatus.harness, 'a bug'), english)).toMatchObject({
      status: 'to look at',
    })
    expect(gradeOf(first, {}, undefined, english)).toEqual({ status: 'not played' })
    expect(gradeOf(first, { refused: 'a link' }, undefined, english)).toEqual({ status: 'to look at', why: 'a link' })
  })

  const name = "=cmd|' /C calc'!A0"
  const grades = gradesOf(
    plan,
    'hash',
    [
      work('zoe', played(first.id, held), unjudged(second.id, exitStatus.host, 'no\nnft')),
      work(name, played(first.id, held, wrong), played(second.id, held)),
      work('bob', played(first.id, held)),
      { submission: { version: 1, name: 'eve', folder: 'eve', refused: 'it holds a link' }, played: new Map() },
    ],
    english,
  )

  it('stands in a table, empty where there is none, with what a person must look at', () => {
    expect(gradesCsv(grades).split('\r\n')).toEqual([
      'submission,status,points,of,handshake.server,close-wait.server,"to look at"',
      `"'=cmd|' /C calc'!A0",graded,10,15,5,5,`,
      'bob,"not played",,15,10,,',
      'eve,"to look at",,15,,,"it holds a link"',
      'zoe,"to look at",,15,10,,close-wait.server',
      '',
    ])
  })

  it('is in JSON with who, what, by which plan and versions, where and when', () => {
    const told = JSON.parse(gradesJson(grades)) as {
      plan: string
      submissions: { hash?: string; labs: { run?: object }[] }[]
    }
    expect(told.plan).toBe('hash')
    expect(told.submissions[0]).toMatchObject({ hash: 'h', folder: 'cmd_C_calc_A0~abcdef012345'.replace(/^/, '_') })
    expect(told.submissions[0]?.labs[0]?.run).toMatchObject({
      kernel: '6',
      node: 'v24',
      tcpLabs: '0.1.0',
      status: 0,
      tries: 1,
    })
  })

  it('is the same whoever played it and when, save for what each run tells of itself', () => {
    const later = (each: Work): Work => ({
      ...each,
      played: new Map(
        [...each.played].map(([id, run]) => [
          id,
          { ...run, result: { ...run.result, kernel: '7', began: 'later', seconds: 9 } },
        ]),
      ),
    })
    const works = [work('bob', played(first.id, held)), work('al', played(first.id, wrong, held))]
    const [one, other] = [
      gradesOf(plan, 'x', works, english),
      gradesOf(plan, 'x', works.toReversed().map(later), english),
    ]
    expect(gradesCsv(other)).toBe(gradesCsv(one))
    const withoutRuns = (text: string): unknown =>
      JSON.parse(text, (key, value: unknown) => (key === 'run' ? undefined : value))
    expect(withoutRuns(gradesJson(other))).toEqual(withoutRuns(gradesJson(one)))
  })

  it('becomes a run of a report with its points', () => {
    const [cmd, , eve, zoe] = grades.submissions
    const options = { named: 'with who', title: 'x' } as const
    if (!cmd?.labs[0] || !zoe?.labs[1]) throw new Error('there are none')
    expect(toldRun(cmd.submission, cmd.labs[0], options)).toMatchObject({
      points: { earned: 5, of: 10 },
      result: 'pass',
    })
    const told = toldRun(zoe.submission, zoe.labs[1], options)
    expect(told).toMatchObject({ result: 'cannot run', reason: 'no\nnft' })
    expect(told).not.toHaveProperty('points')
    const refused = eve?.labs[0] && toldRun(eve.submission, eve.labs[0], options)
    expect(refused).toMatchObject({ result: 'error', reason: 'it holds a link', claims: [] })
  })
})

describe('feedback', () => {
  const printing = (...lines: readonly string[]) => {
    const { setting, facts } = recorded('close-wait')
    const said = lines.map(
      (text) =>
        ({
          kind: 'program',
          deed: 'said',
          host: 'server',
          by: 'program',
          text,
          at: facts[0]?.at ?? 0,
          within: 0,
        }) as never,
    )
    return { setting, facts: [...said, ...facts.filter((fact) => fact.kind !== 'program')] }
  }
  const [graded] = gradesOf(
    plan,
    'x',
    [work('eve <b> [a](b) www.x.org', played(first.id, held, wrong), played(second.id, held))],
    english,
  ).submissions
  if (!graded) throw new Error('there is none')
  const text = feedback(graded, {
    title: () => 'Three segments',
    evidence: ({ task }) =>
      task.id === first.id
        ? printing('# no heading', '```', '````text', '/home/teacher/class/eve/server.py', '\x1b[31mred')
        : undefined,
    scrub: (all) => all.replaceAll('/home/teacher/class/eve', '…'),
    say: english,
  })
  const fences = /^(`{3,})text\n(.*?)\n\1$/gms
  const outside = text.replace(fences, '')

  it('says first of all what went wrong, after the points', () => {
    expect(text).toMatch(
      /^# Feedback for eve .*\n\n\*\*Total: 10 of 15 points\*\*\n\n## handshake\.server: Three segments\n\n\*\*5 of 10 points\*\*\n\nThis was not shown: /,
    )
    expect(text).toContain('Everything that this lab asks for was shown.')
  })

  it('holds what the program printed, verbatim, where nothing of it is markup', () => {
    const [, , block] = [...text.matchAll(fences)][0] ?? []
    expect(block).toBe('# no heading\n```\n````text\n…/server.py\n\\u{1b}[31mred')
  })

  it('means nothing else outside, whatever anybody is called or prints', () => {
    expect(outside).not.toMatch(/(?<!\\)[<>[\]]|(?<!\\)`|http:\/\/|www\.x/)
    expect(outside.split('\n').filter((line) => line.startsWith('#'))).toHaveLength(3)
    expect(text).not.toContain('/home/teacher')
  })

  it('shortens what came again and again, and shows the first and the last of much', () => {
    const told = (lines: readonly string[]): string =>
      [
        ...feedback(graded, {
          title: () => '',
          evidence: ({ task }) => (task.id === first.id ? printing(...lines) : undefined),
          scrub: (all) => all,
          say: english,
        }).matchAll(fences),
      ][0]?.[2] ?? ''
    expect(told(['a', 'a', 'a', 'b', 'b'])).toBe('a\n… 2 times more\nb\n… once more')
    const many = Array.from({ length: 100 }, (_, index) => `line ${index}`)
    expect(told(many).split('\n')).toEqual([...many.slice(0, 30), '… 40 more lines', ...many.slice(-30)])
  })

  it('tells of what could not be used, and gives no points for it', () => {
    const [refused] = gradesOf(
      plan,
      'x',
      [{ submission: { version: 1, name: 'eve', folder: 'eve', refused: 'it holds a link' }, played: new Map() }],
      english,
    ).submissions
    if (!refused) throw new Error('there is none')
    const told = feedback(refused, { title: () => '', evidence: () => undefined, scrub: (all) => all, say: english })
    expect(told).toBe(
      '# Feedback for eve\n\nWhat was handed in could not be used: it holds a link.\n\nThis is not graded yet: a person will look at it.\n',
    )
  })
})
