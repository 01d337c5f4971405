import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { labNames } from '../../src/catalogue/names.ts'
import { lab, project } from '../labs/cli.ts'
import { argumentsOf, type Command, commandsIn, deadLinksIn, files, wrongWith } from './commands.ts'
import { covers } from './covered.ts'

const all = files.flatMap(commandsIn)
/** The labs' READMEs say many times what those of the project say once. */
const ofDocs = all.filter(({ file }) => !file.startsWith('labs/'))
const coverOf = (command: Command) => covers.find((each) => each.covers(command, argumentsOf(command)))
const uncovered = ofDocs.filter((command) => coverOf(command) === undefined)
const toRun = [
  ...new Map(uncovered.map((command) => [argumentsOf(command)?.join(' ') ?? command.text, command])).values(),
]

describe('the commands of the documentation', () => {
  it('are found', () => {
    expect(all.length).toBeGreaterThan(300)
    expect(toRun.length).toBeGreaterThan(10)
  })

  it.each(files)('of %s are right: scripts, options, labs, variants, twins and files that there are', async (file) => {
    const wrong = await Promise.all(
      commandsIn(file).map(async (command) => [command.at, command.text, await wrongWith(command)] as const),
    )
    expect(wrong.filter(([, , why]) => why !== undefined)).toEqual([])
  })

  it.each([
    ['npm run lab:close-wiat', /no script 'lab:close-wiat'/],
    ['npm run lab -- run close-wiat', /no lab 'close-wiat'/],
    ['npm run lab:close-wait -- --varient destroy', /unknown option '--varient'/],
    ['npm run lab:close-wait -- --variant destory', /close-wait has no variant 'destory'/],
    ['close-wait --twin fin-lost', /close-wait has no twin 'fin-lost'/],
    ['npm run lab -- shwo close-wait', /unknown command 'shwo'/],
    ['npm run lab -- show close-wait/destory', /no variant 'destory'/],
    ['npm run lab -- run --all', /unknown option '--all'/],
    ['scripts/set-up.sh', /there is no scripts\/set-up.sh/],
    ['npx node labs/close-wait/sever.ts 127.0.0.1 8080', /there is no labs\/close-wait\/sever.ts/],
  ])('that are wrong are found wrong: %s', async (text, says) => {
    expect(await wrongWith({ text, words: text.match(/\S+/g) ?? [], at: 'README.md:1', file: 'README.md' })).toMatch(
      says,
    )
  })

  it('are run here, by another test, or there is a reason why not', () => {
    // Only of our own command line can this test run what nobody else does.
    const lost = uncovered.filter((command) => argumentsOf(command) === undefined)
    expect(lost.map(({ at, text }) => `${at}: ${text}`)).toEqual([])
  })

  it.each(covers)('$of: what stands for them is there and needed', (cover) => {
    expect(all.some((command) => coverOf(command) === cover)).toBe(true)
    expect((cover.by === undefined) !== (cover.because === undefined)).toBe(true)
    if (cover.by) expect(readFileSync(join(project, cover.by), 'utf8')).toMatch(cover.proof ?? /^$/)
  })
})

describe('what no other test runs', { timeout: 120_000 }, () => {
  const place = mkdtempSync(join(tmpdir(), 'tcp-labs-docs-'))
  const env = { TCP_LABS_RUNS: join(place, 'runs') }
  afterAll(() => rmSync(place, { recursive: true }))
  beforeAll(async () => {
    await lab(['run', 'close-wait', '--variant', 'destroy', '--no-page'], { env })
    // What is shown or judged again must have been played.
    const past = toRun.flatMap((command) => {
      const [verb = '', record = ''] = argumentsOf(command) ?? []
      return ['show', 'judge'].includes(verb) && labNames().includes(record) ? [record] : []
    })
    for (const each of new Set(['close-wait', ...past])) await lab(['run', each, '--no-page'], { env })
  })

  /** As it is typed it asks whoever sits there; here it prints what it asks. */
  const asked = (given: readonly string[]) =>
    given[0] === 'predict' && given.length === 2 ? [...given, '--questions'] : given

  it.each(toRun.map((command) => [command.text, asked(argumentsOf(command) ?? [])] as const))(
    '%s',
    async (_, given) => {
      const { status, stdout, stderr } = await lab(
        given.map((word) => word.replace(/^runs\//, `${env.TCP_LABS_RUNS}/`)),
        { env },
      )
      // A machine that is busy may not be able to tell; one that lacks something may say so in its list.
      expect([0, 2, 77], stdout + stderr).toContain(status)
    },
  )
})

describe('the links of the documentation', () => {
  it.each([...files, 'CHANGELOG.md', 'CLAIMS.md', 'CLAIMS.zh.md'])('of %s lead somewhere', (file) =>
    expect(deadLinksIn(file)).toEqual([]),
  )
})
