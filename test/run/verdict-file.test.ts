import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { earnedVerdict, readVerdict, type VerdictFile, writeVerdict } from '../../src/run/verdict-file.ts'

const parent = mkdtempSync(join(tmpdir(), 'tcp-labs-verdicts-'))
afterAll(() => rmSync(parent, { recursive: true }))
let number = 0
function newFolder(): string {
  const folder = join(parent, String(++number))
  mkdirSync(folder)
  return folder
}

const verdict: VerdictFile = {
  version: 1,
  lab: 'close-wait',
  title: 'x',
  twin: 'server-closes',
  verdict: 'fail',
  status: 1,
  began: '2026-01-01T00:00:00.000Z',
  family: 'IPv4',
  kernel: '6.12',
  missing: {},
  programs: { client: 'client.ts', server: 'server.ts' },
  settles: [],
  claims: [],
}
const asked = { lab: 'close-wait', twin: 'server-closes' }

function folderWith(text: string): string {
  const folder = newFolder()
  writeFileSync(join(folder, 'verdict.json'), text)
  return folder
}

describe('a status', () => {
  it('is earned by the verdict of this run, which is told with its folder', () => {
    const folder = newFolder()
    writeVerdict(folder, verdict)
    expect(earnedVerdict(folder, 1, asked)).toEqual({ ...verdict, record: folder })
    expect(readdirSync(folder)).toEqual(['verdict.json'])
  })

  it.each([
    ['no verdict', newFolder(), 1, asked, /there is no verdict/],
    ['a verdict that is cut', folderWith('{"version": 1, "la'), 1, asked, /cannot be read/],
    ['an empty one', folderWith(''), 1, asked, /cannot be read/],
    ['one that is none', folderWith('null'), 1, asked, /of version none/],
    [
      'one with claims that are none',
      folderWith(JSON.stringify({ ...verdict, claims: [null] })),
      1,
      asked,
      /no verdict/,
    ],
    ['one of another version', folderWith('{"version": 9}'), 1, asked, /of version 9/],
    ['one that contradicts itself', folderWith(JSON.stringify({ ...verdict, status: 0 })), 0, asked, /no verdict/],
    ['one with another status', folderWith(JSON.stringify(verdict)), 0, asked, /has status 1/],
    ["another lab's", folderWith(JSON.stringify(verdict)), 1, { ...asked, lab: 'listen' }, /of another run/],
    ["another twin's", folderWith(JSON.stringify(verdict)), 1, { lab: 'close-wait' }, /of another run/],
    ["another variant's", folderWith(JSON.stringify(verdict)), 1, { ...asked, variant: 'x' }, /of another run/],
  ])('is not earned by %s', (_what, folder, status, of, says) => {
    expect(() => earnedVerdict(folder, status, of)).toThrow(says)
  })

  it('is read as it was written', () => {
    const folder = newFolder()
    writeVerdict(folder, verdict)
    expect(readVerdict(folder)).toEqual(verdict)
    expect(JSON.parse(readFileSync(join(folder, 'verdict.json'), 'utf8'))).toEqual(verdict)
  })
})
