import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { lab, project } from '../labs/cli.ts'

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

describe('list --json', { timeout: 30_000 }, () => {
  it('is an array of every lab, with names for twins and variants', async () => {
    const { status, stdout } = await lab(['list', '--json'])
    const labs = JSON.parse(stdout) as Entry[]
    expect(status).toBe(0)
    expect(labs.map(({ name }) => name)).toEqual(names)
    for (const each of labs) {
      expect(Object.keys(each)).toEqual(['name', 'title', 'settles', 'twins', 'variants'])
      expect(each.title).toEqual(expect.any(String))
      for (const list of [each.settles, each.twins, each.variants])
        expect(list.every((item) => typeof item === 'string')).toBe(true)
    }
    expect(labs.find(({ name }) => name === 'close-wait')?.twins).toContain('server-closes')
  })
})

describe('list', { timeout: 30_000 }, () => {
  it('groups the labs in the order in which one would learn them, each once', async () => {
    const { stdout } = await lab(['list'])
    const shown = stdout.split('\n').filter((line) => names.includes(line))
    expect(shown.toSorted()).toEqual(names)
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
    const places = order.map((line) => stdout.split('\n').indexOf(line))
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(places).not.toContain(-1)
  })

  it('says of every lab how to run it, within 80 columns and without colour into a pipe', async () => {
    const { status, stdout } = await lab(['list'])
    expect(status).toBe(0)
    for (const name of names) expect(stdout).toContain(`npm run lab:${name}`)
    expect(stdout).toContain('--twin server-closes')
    expect(stdout).not.toContain('\x1b')
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
  })

  it('speaks Chinese', async () => {
    const { stdout } = await lab(['list', '--lang', 'zh'])
    expect(stdout).toMatch(/^建立连接$/m)
    expect(stdout).toMatch(/^ {2}反例 +--twin /m)
    expect(stdout).not.toMatch(/settles|OPENING|variants/)
  })

  it('is coloured for whoever asks, unless NO_COLOR says otherwise', async () => {
    const asked = await lab(['list'], { env: { FORCE_COLOR: '1' } })
    const refused = await lab(['list'], { env: { FORCE_COLOR: '1', NO_COLOR: '1' } })
    expect(asked.stdout).toContain('\x1b[')
    expect(refused.stdout).not.toContain('\x1b')
  })
})
