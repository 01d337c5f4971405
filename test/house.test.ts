import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { project } from './labs/cli.ts'

const filesIn = (folder: string): string[] =>
  readdirSync(join(project, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name))

/** What a file imports, types too: paths from the project's folder, or the names of packages. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(project, file), 'utf8')
  const found = [...text.matchAll(/(?:from|import) ?\(? ?'([^']+)'/g)].map(([, name = '']) => name)
  return found.map((name) => (name.startsWith('.') ? relative(project, join(project, dirname(file), name)) : name))
}

/** A folder of src/ and the file beside it are one room. */
const roomOf = (path: string): string => /^src\/([^/.]+)/.exec(path)?.[1] ?? path

const facts = ['evidence', 'tcp']
const told = ['story', 'finding', 'claim', 'claims', ...facts]
const contracts = [...told, 'network', 'witness', 'program', 'lab', 'errors']
/** Who may import whom; `claim` and `claims` are the contract and its folder. Nothing on the right is known on the left. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  errors: [],
  tcp: [],
  evidence: ['tcp'],
  story: facts,
  finding: ['story', ...facts],
  claim: ['finding', 'story', ...facts],
  claims: ['claim', 'finding', 'story', ...facts],
  verdict: told,
  words: [...told, 'verdict'],
  system: ['errors'],
  network: ['system', 'errors', ...facts],
  witness: ['system', 'errors', ...facts],
  program: ['system', 'errors', ...facts],
  peer: ['tcp'],
  dns: [],
  lab: contracts,
  catalogue: [...contracts, 'system'],
  run: [...contracts, 'words', 'system', 'catalogue', 'verdict'],
  doctor: ['run', 'catalogue', 'network', 'system', 'errors'],
  report: [...told, 'verdict', 'words'],
  cli: [...contracts, 'words', 'system', 'catalogue', 'verdict', 'run', 'doctor', 'report'],
}

describe('the rooms', () => {
  it.each(filesIn('src'))('%s imports only what its room may', (file) => {
    const room = roomOf(file)
    const rooms = importsOf(file)
      .filter((name) => name.startsWith('src/'))
      .map(roomOf)
    const forbidden = rooms.filter((other) => other !== room && !mayImport[room]?.includes(other))
    expect(forbidden, `${room} may import ${mayImport[room]?.join(', ') || 'no other room'}`).toEqual([])
  })

  it.each([
    ['execa', []],
    ['koffi', ['system']],
    ['commander', ['cli']],
    ['raw-socket', ['peer']],
    ['dns-packet', ['dns']],
  ])('only one of them uses %s', (library, rooms) => {
    const users = filesIn('src')
      .filter((file) => importsOf(file).includes(library))
      .map(roomOf)
    expect(users.filter((room) => !rooms.includes(room))).toEqual([])
  })
})

/** The packages and Node's modules that come with a file, and those that come with what it imports. */
function loadedWith(file: string, seen = new Set<string>()): Set<string> {
  const text = readFileSync(join(project, file), 'utf8')
  for (const [, name = ''] of text.matchAll(/^(?:import|export) (?!type )(?:[^'\n]*|\{[^}]*\}) ?from '([^']+)'/gm)) {
    const found = name.startsWith('.') ? relative(project, join(project, dirname(file), name)) : name
    if (seen.has(found)) continue
    seen.add(found)
    if (name.startsWith('.')) loadedWith(found, seen)
  }
  return seen
}

describe('a run', () => {
  // Of these each costs less than it saves or is Node's already; zod, commander and execa take 50 ms of the processor and more.
  const cheap = /^(src\/.*|node:.*|koffi|string-argv|fastest-levenshtein|picocolors)$/
  it.each(['src/cli/play.ts', 'src/cli/run.ts', 'src/report/live.ts', 'src/report/terminal.ts'])(
    'loads with %s nothing that it does not need',
    (file) => expect([...loadedWith(file)].filter((name) => !cheap.test(name) || name === 'node:zlib')).toEqual([]),
  )
})

describe('sentences', () => {
  /** Where people are told of a time; every other room hands times on as numbers. */
  const tellers = ['words', 'report', 'tcp']
  it.each(filesIn('src'))('%s makes none, or is where they are made', (file) => {
    if (tellers.includes(roomOf(file))) return
    expect(readFileSync(join(project, file), 'utf8')).not.toMatch(/\b(moment|duration)\(/)
  })
})

describe('a lab', () => {
  it.each(filesIn('labs'))('%s imports only what a lab may', (file) => {
    const allowed = file.endsWith('/lab.ts') ? /^#lab$/ : /^(#program|#dns|#peer|node:.*)$/
    expect(importsOf(file).filter((name) => !allowed.test(name))).toEqual([])
  })

  it('has an npm script, and none is stale', async () => {
    const { exitCode, stderr, stdout } = await execa(process.execPath, ['scripts/lab-scripts.ts', '--check'], {
      cwd: project,
      reject: false,
    })
    expect(exitCode, stdout + stderr).toBe(0)
  })

  it('is in CLAIMS.md, which is up to date', async () => {
    const { stdout } = await execa(process.execPath, ['src/cli.ts', 'claims', '--markdown'], { cwd: project })
    expect(readFileSync(join(project, 'CLAIMS.md'), 'utf8').trimEnd()).toBe(stdout.trimEnd())
  })
})

describe('npm run check', { timeout: 120_000 }, () => {
  it('finds nothing', async () => {
    const { exitCode, all } = await execa('npm', ['run', '-s', 'check'], { cwd: project, reject: false, all: true })
    expect(exitCode, all).toBe(0)
  })
})
