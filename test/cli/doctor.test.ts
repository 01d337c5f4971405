import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { packageOf } from '../../src/system/tools.ts'
import { lab } from '../labs/cli.ts'
import { pathWith } from '../labs/path.ts'

interface Finding {
  readonly name: string
  readonly has: boolean
  readonly found: string
  readonly costs: string
}

const empty = mkdtempSync(join(tmpdir(), 'tcp-labs-path-'))
afterAll(() => rmSync(empty, { recursive: true }))

describe('the doctor', { timeout: 30_000 }, () => {
  it('finds this machine able to run the labs', async () => {
    const { status, stdout } = await lab(['doctor'])
    expect(stdout).toContain('The labs can run here.')
    expect(stdout).toContain("Others' programs can be run and graded here.")
    expect(status).toBe(0)
  })

  it('begins with the place, what works there and where more is said', async () => {
    const { stdout } = await lab(['doctor'])
    expect(stdout).toMatch(/^place +\S.*:\s(.|\n)*work here\n +(.|\n)*See docs\/places\.md#\S+\n\n {2}✔ namespaces/)
    const [place] = JSON.parse((await lab(['doctor', '--json'])).stdout) as Finding[]
    expect(place).toMatchObject({ name: 'place', has: true, costs: expect.stringContaining('docs/places.md#') })
  })

  it('takes the word of the service that it runs in', async () => {
    const { stdout } = await lab(['doctor', '--json'], { env: { GITLAB_CI: 'true' } })
    expect((JSON.parse(stdout) as Finding[])[0]?.found).toMatch(/^GitLab's runner/)
  })

  it('knows the version of every tool that it finds', async () => {
    const { stdout } = await lab(['doctor', '--json'])
    const tools = (JSON.parse(stdout) as Finding[]).filter(({ name }) => Object.keys(packageOf).includes(name))
    expect(tools).not.toEqual([])
    for (const { name, found } of tools) expect(found, name).toMatch(/\d+\.\d+/)
    expect(tools.find(({ name }) => name === 'tc')?.found).toMatch(/iproute2-\d/)
  })

  it('looks for everything that a run needs', async () => {
    const { stdout } = await lab(['doctor', '--json'])
    const findings = JSON.parse(stdout) as Finding[]
    for (const each of findings) {
      expect(Object.keys(each)).toEqual(['name', 'has', 'found', 'costs'])
      expect(each.found).not.toBe('')
      expect(each.costs).not.toBe('')
    }
    const others = [
      'namespaces',
      'sudo',
      'tracefs',
      'kernel',
      'HZ',
      'IPv6',
      'nftables',
      'veth',
      'capture',
      'user namespaces',
      'place',
      'sandbox',
      'control groups',
      'Node',
      'npm',
    ]
    const names = findings.map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining([...Object.keys(packageOf), ...others, 'raw-socket', 'runs/']))
    expect(findings.find(({ name }) => name === 'nft')?.found).toMatch(/\d+\.\d+.*nftables/)
  })

  it('needs none of the tools that it looks for, and names the package of each that is missing', async () => {
    const { status, stdout, stderr } = await lab(['doctor'], { env: { PATH: empty } })
    expect({ status, stderr }).toEqual({ status: 77, stderr: '' })
    for (const [tool, debian] of Object.entries(packageOf))
      expect(stdout).toMatch(new RegExp(`✘ ${tool} .*\\n.*apt-get install ${debian}\\b`))
  })

  it('says whether a class can be graded, where the labs can run', async () => {
    const path = pathWith({ bwrap: 'echo no such luck >&2; exit 1' })
    chmodSync(path.folder, 0o755)
    const { status, stdout } = await lab(['doctor'], { env: path.env })
    path.remove()
    expect(stdout).toContain("Others' programs cannot be run or graded here, for want of a sandbox.")
    expect(status).toBe(0)
  })

  it('says so in JSON too', async () => {
    const { status, stdout } = await lab(['doctor', '--json'], { env: { PATH: empty } })
    const nft = (JSON.parse(stdout) as Finding[]).find(({ name }) => name === 'nft')
    expect(status).toBe(77)
    expect(nft).toMatchObject({ has: false, costs: expect.stringContaining('nftables') })
  })

  it('speaks Chinese, save what a tool says itself', async () => {
    const { stdout } = await lab(['doctor', '--lang', 'zh'], { env: { PATH: empty } })
    expect(stdout).toContain('实验无法在这里运行。')
    expect(stdout).toMatch(/✘ 命名空间 +用来建立命名空间的 unshare 不在 PATH 中/)
    expect(stdout).not.toMatch(/no lab|cannot|not in PATH|is needed/)
  })

  it('fits 80 columns, and is plain in a pipe', async () => {
    const { stdout } = await lab(['doctor'], { env: { PATH: empty } })
    expect(stdout).not.toContain('\x1b')
    const prose = stdout.split('\n').filter((line) => !line.includes('/'))
    expect(Math.max(...prose.map((line) => line.length))).toBeLessThanOrEqual(80)
  })
})

describe('with --json nothing is on standard output', { timeout: 30_000 }, () => {
  it('of a run that cannot be', async () => {
    expect(await lab(['run', 'handshake', '--json'], { env: { PATH: empty } })).toMatchObject({
      status: 77,
      stdout: '',
    })
  })
})
