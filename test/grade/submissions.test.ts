import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { hashOfFolder } from '../../src/grade/hash.ts'
import { archiveKind, folderOf } from '../../src/grade/names.ts'
import { submissionsIn } from '../../src/grade/submissions.ts'
import { type Packed, tarGz, zip } from './packed.ts'

const scratch = mkdtempSync(join(tmpdir(), 'tcp-labs-grade-'))
afterAll(() => rmSync(scratch, { recursive: true }))

const folderWith = (files: Readonly<Record<string, string | Buffer>>): string => {
  const folder = mkdtempSync(join(scratch, 'class-'))
  for (const [name, data] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), data)
  }
  return folder
}

const handedIn = async (files: Readonly<Record<string, string | Buffer>>) =>
  submissionsIn(folderWith(files), mkdtempSync(join(scratch, 'place-')))

const program: readonly Packed[] = [
  { path: 'server.py', text: 'print(1)\n', mode: 0o100755 },
  { path: 'data/words', text: 'a b' },
]
const within = (folder: string, entries: readonly Packed[]): Packed[] =>
  entries.map((each) => ({ ...each, path: `${folder}/${each.path}` }))

describe('what was handed in', () => {
  it('is each folder and each archive, in the order of their names, and of the same files has the same hash', async () => {
    const found = await handedIn({
      'zoe/server.py': 'print(2)\n',
      'ann.zip': zip(program),
      'ben.tar.gz': tarGz(program),
      'cem.tgz': tarGz(within('homework', program)),
      'dan.zip': zip([...within('homework', program), { path: '__MACOSX/._x', text: 'x' }]),
      '.DS_Store': 'x',
    })
    expect(found.map(({ name, folder, refused }) => ({ name, folder, refused }))).toEqual(
      ['ann', 'ben', 'cem', 'dan', 'zoe'].map((name) => ({ name, folder: name, refused: undefined })),
    )
    const [ann, ...others] = found.map(({ hash }) => hash)
    expect(others.map((hash) => hash === ann)).toEqual([true, true, true, false])
    for (const { path = '' } of found) expect(readdirSync(path)).toContain('server.py')
  })

  it('cannot run as somebody else, nor belongs to whom it says', async () => {
    const [{ path = '' } = {}] = await handedIn({ 'eve.tgz': tarGz([{ path: 'x', text: '1', mode: 0o6777 }]) })
    const { mode, uid } = statSync(join(path, 'x'))
    expect([mode & 0o7777, uid]).toEqual([0o755, process.getuid?.()])
  })

  const outside = join(scratch, 'evil')
  const large = Buffer.alloc(64 * 1024 ** 2)
  const bomb = Array.from({ length: 5 }, (_, number): Packed => ({ path: `${number}`, text: large }))
  const many = Array.from({ length: 5001 }, (_, number): Packed => ({ path: `${number}` }))
  const cases: ReadonlyArray<readonly [string, string, () => string | Buffer, RegExp]> = [
    ['a path above', 'eve.zip', () => zip([{ path: '../evil', text: 'x' }]), /path: \.\.\/evil/],
    ['a path above', 'eve.tgz', () => tarGz([{ path: '../evil', text: 'x' }]), /leads out of its folder/],
    ['a path from the root', 'eve.zip', () => zip([{ path: outside, text: 'x' }]), /absolute path/],
    ['a path from the root', 'eve.tgz', () => tarGz([{ path: outside, text: 'x' }]), /leads out of its folder/],
    ['a link', 'eve.zip', () => zip([{ path: 'l', text: '/etc', mode: 0o120777 }]), /it contains a link/],
    [
      'a link and what goes through it',
      'eve.tgz',
      () =>
        tarGz([
          { path: 'l', type: 'SymbolicLink', link: '..' },
          { path: 'l/evil', text: 'x' },
        ]),
      /it contains a link/,
    ],
    ['a hard link', 'eve.tgz', () => tarGz([{ path: 'l', type: 'Link', link: '/etc/passwd' }]), /it contains a link/],
    ['a pipe', 'eve.tgz', () => tarGz([{ path: 'p', type: 'FIFO' }]), /that is not a file/],
    ['a device', 'eve.tgz', () => tarGz([{ path: 'd', type: 'CharacterDevice' }]), /that is not a file/],
    ['more than a machine has', 'eve.zip', () => zip(bomb), /larger than 256 MiB/],
    ['more than a machine has', 'eve.tgz', () => tarGz(bomb), /larger than 256 MiB/],
    ['very many files', 'eve.zip', () => zip(many), /more than 5000 files/],
    ['very many files', 'eve.tgz', () => tarGz(many), /more than 5000 files/],
    [
      'a path twice',
      'eve.zip',
      () =>
        zip([
          { path: 'a', text: '1' },
          { path: 'a', text: '2' },
        ]),
      /the same path twice/,
    ],
    ['no archive', 'eve.zip', () => 'hello', /cannot be unpacked/],
    ['no archive', 'eve.tgz', () => 'hello', /cannot be unpacked/],
    ['half an archive', 'eve.tgz', () => tarGz(program).subarray(0, 80), /cannot be unpacked/],
    ['anything else', 'eve.rar', () => 'x', /neither a folder nor an archive/],
  ]
  for (const [what, name, make, says] of cases) {
    it(`that holds ${what} (${name}) is refused, and stops no other`, async () => {
      const [bob, eve] = await handedIn({ 'bob/server.py': '', [name]: make() })
      expect(bob).toMatchObject({ name: 'bob', hash: expect.any(String) as string })
      expect(eve?.refused).toMatch(says)
      expect(eve).not.toHaveProperty('hash')
      expect(eve?.refused).not.toContain(scratch.concat('/place'))
      expect(existsSync(outside)).toBe(false)
    })
  }

  it('twice under one name is refused both times, and a link is not followed', async () => {
    const folder = folderWith({ 'ann.zip': zip(program), 'ann.tgz': tarGz(program), 'ann/x': '' })
    symlinkSync('/etc', join(folder, 'bob'))
    const found = await submissionsIn(folder, mkdtempSync(join(scratch, 'place-')))
    expect(found.map(({ name, refused }) => [name, refused])).toEqual([
      ['ann', expect.stringContaining('two submissions named ann')],
      ['ann.tgz', expect.stringContaining('two submissions named ann')],
      ['ann.zip', expect.stringContaining('two submissions named ann')],
      ['bob', 'it is a link, and links are not followed'],
    ])
    expect(new Set(found.map((each) => each.folder)).size).toBe(4)
  })

  it('must be there', async () => {
    await expect(submissionsIn(join(scratch, 'nowhere'), scratch)).rejects.toThrow(
      /submissions cannot be read.*nowhere/,
    )
    await expect(handedIn({ '.hidden': '' })).rejects.toThrow(/there are no submissions in/)
  })
})

describe('the hash of a submission', () => {
  it('is another for another name, text, kind or bit, and looks at nothing that a link points to', async () => {
    const folder = folderWith({ a: '1', 'b/c': '2' })
    const seen = new Set<string>()
    const isNew = async (change: () => void): Promise<boolean> => {
      change()
      const hash = await hashOfFolder(folder)
      return seen.size < seen.add(hash).size
    }
    expect(await isNew(() => {})).toBe(true)
    expect(await isNew(() => {})).toBe(false)
    expect(await isNew(() => writeFileSync(join(folder, 'a'), '3'))).toBe(true)
    expect(await isNew(() => chmodSync(join(folder, 'a'), 0o755))).toBe(true)
    expect(await isNew(() => mkdirSync(join(folder, 'd')))).toBe(true)
    const target = join(scratch, 'target')
    writeFileSync(target, '1')
    expect(await isNew(() => symlinkSync(target, join(folder, 'l')))).toBe(true)
    expect(await isNew(() => writeFileSync(target, '2'))).toBe(false)
    // Whoever opens it waits for ever.
    expect(await isNew(() => execFileSync('mkfifo', [join(folder, 'p')]))).toBe(true)
  })
})

describe("the folder of a submission's results", () => {
  it('is its own name where that is harmless, else one that is, and no two names share one', () => {
    const names = fc.uniqueArray(
      fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom('..', '.', '-rf', 'a/b', 'a~b', '=x', 'CON', ' ')),
    )
    fc.assert(
      fc.property(names, (all) => {
        const folders = all.map((name) =>
          folderOf(name, Buffer.from(name).toString('hex').padStart(12, '0').slice(-12)),
        )
        for (const folder of folders) expect(folder).toMatch(/^[A-Za-z0-9_~][\w.@~-]*$/)
      }),
    )
    expect(folderOf('anna.müller', 'abcdef0123456789')).toBe('anna_m_ller~abcdef012345')
    expect(folderOf('s1234-b', 'x')).toBe('s1234-b')
  })

  it('is found of archives without their ending', () => {
    expect(['a.zip', 'a.ZIP', 'a.tar.gz', 'a.tgz', 'a.tar', '.zip', 'zip'].map(archiveKind)).toEqual([
      ...['.zip', '.zip', '.tar.gz', '.tgz'],
      ...[undefined, undefined, undefined],
    ])
  })
})
