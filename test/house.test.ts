import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { project } from './labs/cli.ts'

const filesIn = (folder: string): string[] =>
  readdirSync(join(project, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name))

/** `#lab` and its like, as package.json has them. */
const { imports: aliases } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as {
  readonly imports: Readonly<Record<string, string>>
}

/** Every place in which a file names another, types too: paths from the project's folder, or the names of packages. */
const ways = [
  /\b(?:from|import)\s*['"`]([\w@#.:/-]+)['"`]/g,
  /\b(?:import|require|require\.resolve|import\.meta\.resolve)\(\s*['"`]([\w@#.:/-]+)['"`]/g,
  /\bnew URL\(\s*['"`]([\w@#.:/-]+)['"`]\s*,\s*import\.meta/g,
]

/** What cannot be told from the text: a module or a file whose name is made while it runs. */
const computed = [
  /\bimport\(\s*(?!['"`])/,
  /\bimport\([^)]*\$\{/,
  /\bnew URL\(\s*(?!['"`])[^,)]+,\s*import\.meta/,
  /\bcreateRequire\(/,
]

const importsIn = (text: string, file: string): string[] =>
  ways
    .flatMap((way) => [...text.matchAll(way)].map(([, name = '']) => name))
    .map((name) => aliases[name] ?? name)
    .map((name) =>
      name.startsWith('.') ? relative(project, join(project, aliasOf(name) ? '' : dirname(file), name)) : name,
    )

const aliasOf = (name: string): boolean => Object.values(aliases).includes(name)
const textOf = (file: string): string => readFileSync(join(project, file), 'utf8')
const importsOf = (file: string): string[] => importsIn(textOf(file), file)

/** A folder of src/ and the file beside it are one room; the labs are another. */
const roomOf = (path: string): string => /^(?:src\/([^/.]+)|(labs)\b)/.exec(path)?.slice(1).find(Boolean) ?? path
const isRoom = (path: string): boolean => /^(src|labs)\b/.test(path)

const facts = ['evidence', 'tcp']
const told = ['story', 'finding', 'claim', 'claims', ...facts]
const contracts = [...told, 'network', 'witness', 'program', 'lab', 'errors']
const recording = [...contracts, 'system', 'bench', 'take']
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
  trouble: [...told, 'verdict'],
  predict: [...told, 'verdict'],
  words: [...told, 'verdict', 'trouble', 'predict'],
  system: ['errors'],
  network: ['system', 'errors', ...facts],
  witness: ['system', 'errors', ...facts],
  program: ['system', 'errors', ...facts],
  peer: ['tcp'],
  dns: [],
  aliases: ['lab', 'program', 'peer', 'dns'],
  lab: contracts,
  catalogue: [...contracts, 'system', 'aliases'],
  bench: ['network', 'witness', 'system', ...facts],
  take: recording,
  run: [...recording, 'words', 'catalogue', 'verdict'],
  doctor: ['words', 'run', 'catalogue', 'network', 'system', 'errors'],
  report: [...told, 'verdict', 'trouble', 'predict', 'words'],
  grade: [...told, 'verdict', 'trouble', 'words', 'errors', 'system', 'network', 'lab', 'catalogue', 'run', 'report'],
  cli: [...recording, 'words', 'catalogue', 'verdict', 'predict', 'run', 'doctor', 'report', 'grade'],
}

/** A judgement is a function of the record: none of these does anything, and none looks at anything but what it is given. */
const pure = [
  'tcp',
  'evidence',
  'story',
  'finding',
  'claim',
  'claims',
  'verdict',
  'trouble',
  'predict',
  'words',
  'grade',
]
/** The record's way to the disk and back, and its clock; what is handed in, played, kept and handed out. */
const impure = [
  ...['store', 'load', 'clock'].map((name) => `src/evidence/${name}.ts`),
  ...['submissions', 'unpack', 'hash', 'play', 'place', 'merge', 'hand-out'].map((name) => `src/grade/${name}.ts`),
]

/** A library is known to the rooms whose work it does, and to no other. */
const libraries: Readonly<Record<string, readonly string[]>> = {
  commander: ['cli'],
  'd3-scale': ['report'],
  'd3-shape': ['report'],
  'dns-packet': ['dns'],
  esbuild: ['report'],
  execa: ['system'],
  'fast-xml-builder': ['report'],
  'fastest-levenshtein': ['catalogue'],
  htm: ['report'],
  koffi: ['system'],
  'log-update': ['report'],
  picocolors: ['report'],
  preact: ['report'],
  'preact-render-to-string': ['report'],
  // A run sees to it that it loads, before a raw peer says nothing for want of it.
  'raw-socket': ['peer', 'run'],
  'string-argv': ['system'],
  'string-width': ['report'],
  tar: ['grade'],
  'wrap-ansi': ['report'],
  yaml: ['grade'],
  yauzl: ['grade'],
  zod: ['evidence', 'grade'],
}

/** What a file must not import, each with why. */
function wrongIn(file: string, text = textOf(file)): string[] {
  const room = roomOf(file)
  const names = importsIn(text, file)
  const may = mayImport[room] ?? []
  const isPure = pure.includes(room) && !impure.includes(file)
  return [
    ...names
      .filter(isRoom)
      .map(roomOf)
      .filter((other) => other !== room && !may.includes(other))
      .map((other) => `${room} may not import ${other}`),
    ...names
      .filter((name) => name.startsWith('node:') && isPure)
      .map((name) => `${room} is pure and may not import ${name}`),
    ...names
      .filter((name) => !isRoom(name) && !name.startsWith('node:') && !libraries[packageOf(name)]?.includes(room))
      .map((name) => `${room} may not use ${name}`),
    ...(isPure && /\b(?:process|fetch|WebSocket)\b(?=[.(])/.test(withoutComments(text))
      ? [`${room} is pure and may not look at the process`]
      : []),
    ...(computed.some((way) => way.test(text)) && !loaders.includes(file) ? ['nobody can tell what it imports'] : []),
  ]
}

/** `htm`, of `htm/preact`. */
const packageOf = (name: string): string => /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name

/** Labs are found by their folders, and what wraps lines and knows how wide characters are is loaded where one is long or wide. */
const loaders = ['src/catalogue.ts', 'src/report/wrapped.ts', 'src/report/width.ts']
const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '').replace(/'[^'\n]*'/g, "''")

describe('the rooms', () => {
  it.each(filesIn('src'))('%s imports only what its room may', (file) => expect(wrongIn(file)).toEqual([]))

  it('are all known here', () =>
    expect([...new Set(filesIn('src').map(roomOf))].sort()).toEqual(Object.keys(mayImport).sort()))

  it('know every library that the package names', () => {
    const { dependencies } = JSON.parse(textOf('package.json')) as { readonly dependencies: object }
    expect(Object.keys(libraries).sort()).toEqual(Object.keys(dependencies).sort())
  })

  it.each([
    [
      'a room on the right',
      'src/story/paths.ts',
      "import { judgeRecord } from '../verdict.ts'",
      /story may not import verdict/,
    ],
    ['a type of one', 'src/tcp/states.ts', "import type { Fact } from '../evidence.ts'", /tcp may not import evidence/],
    ['a lab, by its alias', 'src/witness/ss.ts', "import { words } from '#lab'", /witness may not import lab/],
    [
      'a lab, by its path',
      'src/run/run.ts',
      "import lab from '../../labs/close-wait/lab.ts'",
      /run may not import labs/,
    ],
    [
      'a thread of another room',
      'src/network/faults.ts',
      "new Worker(new URL('../witness/table-worker.ts', import.meta.url))",
      /network may not import witness/,
    ],
    [
      'a room when it is wanted',
      'src/claims/wire/shows.ts',
      "await import('../../run/run.ts')",
      /claims may not import run/,
    ],
    ['what it exports on', 'src/evidence/blind.ts', "export * from '../network.ts'", /evidence may not import network/],
    ['with other quotes', 'src/story/late.ts', 'import {x} from "../cli.ts"', /story may not import cli/],
    ['for what it does alone', 'src/story/late.ts', "import '../run/run.ts'", /story may not import run/],
    [
      'the disk, where it is pure',
      'src/verdict.ts',
      "import { readFileSync } from 'node:fs'",
      /verdict is pure.*node:fs/,
    ],
    ['the process, where it is pure', 'src/claims/wire/shows.ts', 'const x = process.env.HOME', /claims is pure/],
    ["another room's library", 'src/report/tap.ts', "import { execa } from 'execa'", /report may not use execa/],
    ['a library of nobody', 'src/report/tap.ts', "import x from 'left-pad'", /report may not use left-pad/],
    ['what nobody can tell', 'src/run/run.ts', 'await import(name)', /nobody can tell/],
  ])('may not import %s', (_what, file, line, says) => {
    expect(wrongIn(file, `${textOf(file)}\n${line}\n`).join('; ')).toMatch(says)
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
    const allowed = file.endsWith('/lab.ts') ? /^src\/lab\.ts$/ : /^(src\/(program|dns|peer)\.ts|node:.*)$/
    expect(importsOf(file).filter((name) => !allowed.test(name))).toEqual([])
  })

  it('has an npm script, and none is stale', async () => {
    const { exitCode, stderr, stdout } = await execa(process.execPath, ['scripts/lab-scripts.ts', '--check'], {
      cwd: project,
      reject: false,
    })
    expect(exitCode, stdout + stderr).toBe(0)
  })

  it("is in the README's table, which is up to date", async () => {
    const { exitCode, stderr } = await execa(process.execPath, ['scripts/readme-labs.ts', '--check'], {
      cwd: project,
      reject: false,
    })
    expect(exitCode, stderr).toBe(0)
  })

  it.each([
    ['CLAIMS.md', 'en'],
    ['CLAIMS.zh.md', 'zh'],
  ])('is in %s, which is up to date', async (file, language) => {
    const args = ['src/cli.ts', 'claims', '--markdown', '--lang', language]
    const { stdout } = await execa(process.execPath, args, { cwd: project })
    expect(textOf(file).trimEnd()).toBe(stdout.trimEnd())
  })
})

describe('npm run check', { timeout: 400_000 }, () => {
  it('finds nothing', async () => {
    const { exitCode, all } = await execa('npm', ['run', '-s', 'check'], { cwd: project, reject: false, all: true })
    expect(exitCode, all).toBe(0)
  })
})
