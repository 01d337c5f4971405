import { accessSync, constants, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, describe, it } from 'vitest'
import { packageOf } from '../../src/system/tools.ts'
import { lab } from '../labs/cli.ts'
import { pathWith } from '../labs/path.ts'

const made: string[] = []
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true })
})

/** A PATH in which everything that a run calls can be found, but for one tool. */
function pathWithout(missing: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'tcp-labs-path-'))
  made.push(folder)
  const tools = [...Object.keys(packageOf), 'cat', 'true', 'sh']
  for (const tool of tools) if (tool !== missing) symlinkSync(find(tool), join(folder, tool))
  symlinkSync(process.execPath, join(folder, 'node'))
  return folder
}

function find(tool: string): string {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin']
  const file = folders.map((folder) => join(folder, tool)).find(canRun)
  if (!file) throw new Error(`this machine has no ${tool}: run scripts/setup.sh`)
  return file
}

function canRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

describe.concurrent('a machine that lacks a tool cannot run a lab: status 77', { timeout: 30_000 }, () => {
  const cases = { ss: 'iproute2', tcpdump: 'tcpdump', nft: 'nftables', netstat: 'net-tools', unshare: 'util-linux' }
  for (const [tool, debian] of Object.entries(cases)) {
    it(`without ${tool} it names the package ${debian}`, async ({ expect }) => {
      const { status, stdout, stderr } = await lab(['run', 'handshake'], { env: { PATH: pathWithout(tool) } })
      expect(stderr).toMatch(new RegExp(`no ${tool} .*apt-get install ${debian}\\b`))
      expect({ status, stdout }).toEqual({ status: 77, stdout: '' })
    })
  }

  it('and with every tool in such a PATH it runs', async ({ expect }) => {
    const { stdout } = await lab(['run', 'handshake'], { env: { PATH: pathWithout('nothing') } })
    expect(stdout).toMatch(/\d+ of \d+ claims hold/)
  })
})

describe.concurrent('a machine whose tc knows no tbf', { timeout: 30_000 }, () => {
  const tbf = 'case "$*" in *tbf*) echo \'Unknown qdisc "tbf", hence option "rate" is unparsable\' >&2; exit 1;; esac'

  it('cannot run the lab that narrows the line, and is told what it lacks', async ({ expect }) => {
    const path = pathWith({ tc: tbf })
    made.push(path.folder)
    const { status, stdout, stderr } = await lab(['run', 'congestion'], { env: path.env })
    expect(stderr).toMatch(/cannot narrow segments, which takes tc with the queueing discipline tbf/)
    expect({ status, stdout }).toEqual({ status: 77, stdout: '' })
  })

  it('is told so by the doctor, who knows what its other faults need', async ({ expect }) => {
    const path = pathWith({ tc: tbf })
    made.push(path.folder)
    const { stdout } = await lab(['doctor', '--json'], { env: path.env })
    const found = JSON.parse(stdout) as Array<{ name: string; has: boolean; found: string }>
    const faults = found.filter(({ name }) => name.startsWith('to ')).map(({ name, has }) => [name, has])
    expect(faults).toEqual([
      ['to hold', true],
      ['to duplicate', true],
      ['to narrow', false],
    ])
  })
})

describe('the doctor', { timeout: 30_000 }, () => {
  it('knows the version of every tool that is there', async ({ expect }) => {
    const { stdout } = await lab(['doctor', '--json'])
    const found = JSON.parse(stdout) as Array<{ name: string; found: string }>
    for (const tool of Object.keys(packageOf))
      expect(found.find(({ name }) => name === tool)?.found, tool).toMatch(/^(?!unknown).*\d/)
  })
})
