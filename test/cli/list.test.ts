import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadLab } from '../../src/catalogue.ts'
import { widthOf } from '../../src/report/width.ts'
import { lab, project } from '../labs/cli.ts'
import { onTerminal } from '../labs/terminal.ts'

interface Entry {
  readonly name: string
  readonly title: string
  readonly settles: readonly string[]
  readonly twins: readonly string[]
  readonly variants: readonly string[]
}

const names = readdirSync(join(project, 'labs'))
  .filter((name) => name !== 'programs')
  .sort()

describe('list --json', { timeout: 120_000 }, () => {
  it('is an array of every lab, with names for twins and variants', async () => {
    const { status, stdout } = await lab(['list', '--json'])
    const labs = JSON.parse(stdout) as Entry[]
    expect(status).toBe(0)
    expect(labs.map(({ name }) => name).toSorted()).toEqual(names)
    const table = (await lab(['list'])).stdout.split('\n').flatMap((line) => /^ {2}(\S+)/.exec(line)?.[1] ?? [])
    expect(labs.map(({ name }) => name)).toEqual(table)
    for (const each of labs) {
      expect(Object.keys(each)).toEqual(['name', 'title', 'chapter', 'seconds', 'settles', 'twins', 'variants'])
      expect(each.title).toEqual(expect.any(String))
      for (const list of [each.settles, each.twins, each.variants])
        expect(list.every((item) => typeof item === 'string')).toBe(true)
    }
    expect(labs.find(({ name }) => name === 'close-wait')?.twins).toContain('server-closes')
  })
})

describe('list', { timeout: 120_000 }, () => {
  it('takes a line for each lab, by chapter, in the order in which one would learn them', async () => {
    const { status, stdout } = await lab(['list'])
    const lines = stdout.split('\n')
    const first = (line: string): string => line.trim().split(/ {2,}/)[0] ?? ''
    expect(status).toBe(0)
    expect(
      lines
        .filter((line) => line.startsWith('  '))
        .map(first)
        .toSorted(),
    ).toEqual(names)
    expect(lines.length).toBeLessThan(names.length + 20)
    const order = [
      'LAYERS',
      'arp',
      'OPENING',
      'handshake',
      'DATA',
      'CLOSING',
      'close-wait',
      'time-wait',
      'dns-then-http',
    ]
    const places = order.map((name) => lines.findIndex((line) => first(line) === name))
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(places).not.toContain(-1)
    expect(stdout).toMatch(/^ {2}time-wait +6\d s {2}Whoever closes first/m)
    for (const { title } of await Promise.all(names.map(loadLab)))
      expect(lines.filter((line) => line.endsWith(`s  ${title}`))).toHaveLength(1)
  })

  it.each([60, 80, 120])('fits a terminal of %i columns', async (columns) => {
    const { text } = await onTerminal('lab list; lab list close-wait; lab coverage; lab claims; lab claims T6', {
      columns,
    }).ended
    // A path stays whole, to be copied.
    const lines = text.split(/\r?\n/).filter((line) => !line.includes('runs/'))
    expect(lines.filter((line) => widthOf(line) > columns)).toEqual([])
    expect(text).toContain('FIN-WAIT-1')
    // A title that is too long goes on under itself, and nothing of it is lost.
    const listed = text.slice(0, text.indexOf('npm run lab'))
    const column =
      listed
        .split(/\r?\n/)
        .find((line) => line.startsWith('  close-wait '))
        ?.indexOf('A server') ?? 0
    const titles = listed.replaceAll(new RegExp(`\\r?\\n {${column}}(?! )`, 'g'), ' ')
    for (const { title } of await Promise.all(names.map(loadLab))) expect(titles).toContain(title)
  })

  it('tells all about the labs that are named, within 100 columns and without colour into a pipe', async () => {
    const { status, stdout } = await lab(['list', 'close-wait', 'handshake'])
    expect(status).toBe(0)
    for (const name of ['close-wait', 'handshake']) expect(stdout).toContain(`npm run lab:${name}`)
    expect(stdout).toContain('--twin server-closes')
    expect(stdout).not.toContain('\x1b')
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100)
    expect((await lab(['list', 'close-wiat'])).stderr).toContain('did you mean close-wait,')
  })

  it('speaks Chinese', async () => {
    const all = (await lab(['list', '--lang', 'zh'])).stdout
    expect(all).toMatch(/^建立连接$/m)
    const { stdout } = await lab(['list', 'close-wait', '--lang', 'zh'])
    expect(stdout).toMatch(/^ {2}反例 +--twin /m)
    expect(all + stdout).not.toMatch(/settles|OPENING|variants/)
  })

  it('is coloured for whoever asks, unless NO_COLOR says otherwise', async () => {
    const asked = await lab(['list'], { env: { FORCE_COLOR: '1' } })
    const refused = await lab(['list'], { env: { FORCE_COLOR: '1', NO_COLOR: '1' } })
    expect(asked.stdout).toContain('\x1b[')
    expect(refused.stdout).not.toContain('\x1b')
  })
})
