import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { execa } from 'execa'
import { afterAll, describe, expect, it } from 'vitest'
import { failureOf } from '../../src/cli/failure.ts'
import { project } from '../labs/cli.ts'

const parent = mkdtempSync(join(tmpdir(), 'tcp-labs-clone-'))
afterAll(() => rmSync(parent, { recursive: true }))

/** The project as a clone has it, before anything is installed. */
function clone(name: string): string {
  const folder = join(parent, name)
  for (const each of ['src', 'labs', 'package.json'])
    cpSync(join(project, each), join(folder, each), { recursive: true })
  return folder
}

/** The machine's own commands: npm and its Node, and nothing of ours. */
const PATH = (process.env.PATH ?? '')
  .split(delimiter)
  .filter((folder) => !folder.includes('node_modules') && existsSync(folder))
  .join(delimiter)

const npm = (folder: string, ...words: readonly string[]) =>
  execa('npm', words.length > 0 ? words : ['run', '-s', 'lab:close-wait'], {
    cwd: folder,
    reject: false,
    extendEnv: false,
    env: { PATH, HOME: parent },
  })

describe('before scripts/setup.sh has been run', { timeout: 60_000 }, () => {
  it('a clone says so in one line, with status 70', async () => {
    const { exitCode, stdout, stderr } = await npm(clone('bare'))
    expect(stderr).toMatch(/^lab: .*: run scripts\/setup\.sh first$/m)
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect({ exitCode, stdout }).toEqual({ exitCode: 70, stdout: '' })
  })

  it('so does one whose tests are run', async () => {
    const { exitCode, stderr } = await npm(clone('untested'), 'test', '--silent')
    expect(stderr).toContain('lab: the npm packages are not installed: run scripts/setup.sh first')
    expect(exitCode).toBe(70)
  })

  it('so does one whose packages are for another architecture', async () => {
    const folder = clone('foreign')
    mkdirSync(join(folder, 'node_modules', '.bin'), { recursive: true })
    mkdirSync(join(folder, 'node_modules', 'commander'))
    // The head of an ELF file for a machine that is neither of the two that we know (EM_S390).
    const node = join(folder, 'node_modules', '.bin', 'node')
    const elf = Buffer.alloc(4096, 0xff)
    elf.set([0x7f, 0x45, 0x4c, 0x46, 2, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 22])
    writeFileSync(node, elf)
    chmodSync(node, 0o755)
    const { exitCode, stdout, stderr } = await npm(folder)
    expect(stderr).toContain('run scripts/setup.sh first')
    expect({ exitCode, stdout }).toEqual({ exitCode: 70, stdout: '' })
  })

  it.each([
    ['is missing', []],
    ['is there by half', ['index.js']],
  ])('so does one where a package %s', async (what, files) => {
    const folder = clone(`package-${what}`)
    const commander = join(folder, 'node_modules', 'commander')
    mkdirSync(commander, { recursive: true })
    for (const file of files) writeFileSync(join(commander, file), "require('./lib/command.js')")
    const { exitCode, stderr } = await execa(process.execPath, [join(folder, 'src', 'start.mjs'), 'list'], {
      cwd: folder,
      reject: false,
    })
    expect(stderr).toMatch(/^lab: .*: run scripts\/setup\.sh first$/)
    expect(exitCode).toBe(70)
  })

  it.each([
    ['koffi', 'that only some commands need', 'handshake', /^lab: .*koffi.*: run scripts\/setup\.sh$/],
    ['@koromix', "with another architecture's code", 'handshake', /^lab: .*koffi.*: run scripts\/setup\.sh$/],
    ['raw-socket', 'that a raw peer needs', 'old-syn-ack', /raw-socket.* does not load .*: run scripts\/setup\.sh$/],
  ])('so does one where %s is missing: a package %s', async (missing, _what, name, says) => {
    const folder = clone(`without-${missing}`)
    mkdirSync(join(folder, 'node_modules'))
    for (const each of readdirSync(join(project, 'node_modules')))
      if (each !== missing) symlinkSync(join(project, 'node_modules', each), join(folder, 'node_modules', each))
    const { exitCode, stderr } = await execa(
      process.execPath,
      ['--preserve-symlinks', join(folder, 'src', 'start.mjs'), 'run', name],
      { cwd: folder, reject: false },
    )
    expect(stderr).toMatch(says)
    expect(exitCode).toBe(70)
  })

  it('so does one whose native code koffi does not find', () => {
    const error = new Error('Cannot find the native Koffi module; did you bundle it correctly?')
    expect(failureOf(error)).toMatchObject({ status: 70, text: expect.stringMatching(/: run scripts\/setup\.sh$/) })
    expect(failureOf(new Error('something else')).text).not.toContain('setup.sh')
  })

  it('what says so is JavaScript that old Nodes can read', () => {
    const text = readFileSync(join(project, 'src', 'start.mjs'), 'utf8')
    expect(text).not.toMatch(/\?\.|\?\?=|\bawait\b|\bimport\.meta\.dirname\b|#\w+\(/)
  })
})
