import { once } from 'node:events'
import {
  accessSync,
  constants,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { execa } from 'execa'
import { afterAll, describe, expect, it } from 'vitest'
import { annotate } from '../../src/cli/annotate.ts'
import { loadEvidence } from '../../src/evidence/load.ts'
import { packageOf } from '../../src/system/tools.ts'
import { english } from '../../src/words/en.ts'
import { lab, project } from '../labs/cli.ts'
import { played } from '../labs/played.ts'

const folder = mkdtempSync(join(tmpdir(), 'tcp-labs-reports-'))
afterAll(() => rmSync(folder, { recursive: true }))
const file = (name: string): string => join(folder, name)

function find(tool: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin']
  return folders
    .map((each) => join(each, tool))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK)
        return true
      } catch {
        return false
      }
    })
}

/** What every run needs, and no editcap. */
function pathWithoutEditcap(): string {
  const bin = mkdtempSync(join(folder, 'path-'))
  for (const tool of [...Object.keys(packageOf), 'cat', 'true', 'sh']) {
    const found = find(tool)
    if (found !== undefined) symlinkSync(found, join(bin, tool))
  }
  return bin
}

describe('reports are looked at before anything is played', { timeout: 30_000 }, () => {
  it.each([
    ['a kind that there is not, naming the nearest', 'juint=x.xml', /no report 'juint'; did you mean junit/],
    ['no path', 'junit', /<kind>=<path>, such as junit=report.xml/],
    ['a folder that there is not', `tap=${file('no/such/x.tap')}`, /the report tap cannot be written to .*ENOENT/],
    ['a path that is a folder', `gradescope=${folder}`, /cannot be written.*EISDIR/],
  ])('%s is wrong usage', async (_what, report, says) => {
    const { status, stdout, stderr } = await lab(['run', 'handshake', '--report', report])
    expect(stderr).toMatch(says)
    expect({ status, stdout }).toEqual({ status: 64, stdout: '' })
    // Only a play says the lab's title.
    expect(stderr).not.toContain('Three segments')
  })

  it('a machine without editcap cannot write pcapng: status 77, and the package is named', async () => {
    const args = ['run', 'handshake', '--report', `pcapng=${file('x.pcapng')}`]
    const { status, stdout, stderr } = await lab(args, { env: { PATH: pathWithoutEditcap() } })
    expect(stderr).toMatch(/no editcap .*apt-get install wireshark-common/)
    expect({ status, stdout }).toEqual({ status: 77, stdout: '' })
    expect(existsSync(file('x.pcapng'))).toBe(false)
  })

  it('a lab that there is not empties no file', async () => {
    writeFileSync(file('old.xml'), 'old')
    for (const args of [['handshaek'], ['handshake', '--twin', 'x'], ['handshake', '--variant', 'x']])
      expect((await lab(['run', ...args, '--report', `junit=${file('old.xml')}`])).status).toBe(64)
    expect(readFileSync(file('old.xml'), 'utf8')).toBe('old')
  })
})

describe('a run writes its reports', { timeout: 60_000 }, () => {
  const reports = (name: string): string[] =>
    ['junit', 'tap', 'gradescope'].flatMap((kind) => ['--report', `${kind}=${file(`${name}.${kind}`)}`])
  const text = (name: string): string => readFileSync(file(name), 'utf8')

  it('of each claim, as many as its verdict has', async () => {
    const { status, stdout } = await lab(['run', 'handshake', '--json', ...reports('pass')])
    // Nothing else is on standard output.
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, lab: 'handshake', status: 0 })
    const { claims, record } = JSON.parse(stdout) as { claims: unknown[]; record: string }
    expect(status).toBe(0)
    expect(text('pass.junit').match(/<testcase /g)).toHaveLength(claims.length)
    expect(text('pass.junit')).toContain(`value="${record}"`)
    expect(text('pass.tap').match(/^ {4}ok /gm)).toHaveLength(claims.length)
    expect(JSON.parse(text('pass.gradescope'))).toMatchObject({ score: claims.length })
    // And so does whoever shows its record.
    expect((await lab(['show', record, '--report', `perfetto=${file('pass.json')}`])).status).toBe(0)
    const { traceEvents } = JSON.parse(text('pass.json')) as { traceEvents: Array<{ name: string; ph: string }> }
    expect(traceEvents.filter(({ ph }) => ph === 'X').map(({ name }) => name)).toContain('ESTABLISHED')
  })

  it('but none that tells of one run, where there are many', async () => {
    const { status, stderr } = await lab(['all', '--report', `perfetto=${file('all.json')}`])
    expect([status, stderr]).toEqual([64, expect.stringMatching(/perfetto is made from the record of one run/)])
  })

  it('of a failure, with what was expected, got and the facts behind it', async () => {
    const server = `python3 -c "import sys; print('<b>&\\x1b[31m# SKIP'); raise Exception(']]>')"`
    const { status } = await lab(['run', 'handshake', '--server', server, ...reports('fail')])
    expect(status).toBe(1)
    expect(text('fail.junit')).toMatch(/<failure type="claim" message="got /)
    expect(text('fail.junit')).toMatch(/because {3}.* at \+/)
    expect(text('fail.tap')).toMatch(/^not ok 1 - handshake$/m)
    expect((JSON.parse(text('fail.gradescope')) as { tests: Array<{ score: number }> }).tests[0]?.score).toBe(0)
  })

  it('and says in them why there is no verdict, so that no earlier report is taken for its', async () => {
    writeFileSync(file('gone.junit'), 'old')
    const run = execa(process.execPath, ['src/cli.ts', 'run', 'close-wait', ...reports('gone')], {
      cwd: project,
      reject: false,
      stdin: 'ignore',
    })
    // The run says its title when it has begun.
    await once(run.stderr, 'data')
    expect(text('gone.junit')).toBe('')
    run.kill('SIGTERM')
    expect((await run).exitCode).toBe(130)
    expect(text('gone.junit')).toContain('<error type="interrupted" message="interrupted (SIGTERM)')
    expect(text('gone.tap')).toMatch(/^not ok 1 - close-wait$/m)
    expect(JSON.parse(text('gone.gradescope'))).toMatchObject({ score: 0 })
  })

  it('even where the machine cannot play it', async () => {
    const bin = mkdtempSync(join(folder, 'path-'))
    const { status } = await lab(['run', 'handshake', ...reports('lacks')], { env: { PATH: bin } })
    expect(status).toBe(77)
    expect(text('lacks.tap')).toMatch(/^ok 1 - handshake # SKIP this machine has no ip/m)
    expect((await lab(['all', '--filter', '{listen,}', ...reports('lack')], { env: { PATH: bin } })).status).toBe(77)
    expect(text('lack.tap')).toMatch(/^ok 1 - listen # SKIP this machine has no ip/m)
  })
})

const hasWireshark = ['editcap', 'mergecap', 'tshark'].every((tool) => find(tool) !== undefined)

/** scripts/setup.sh brings Wireshark only where it is told to, as the gate tells it. */
describe.skipIf(!hasWireshark)('the pcapng report, as tshark reads it', { timeout: 900_000 }, () => {
  /** Draws a run that was played for all tests, as the run itself does where it is asked to. */
  async function drawn(of: Parameters<typeof played>[0]) {
    const { folder: record, evidence } = await played(of)
    const path = file('drawn.pcapng')
    await annotate(record, path, evidence, english)
    return read(path, evidence.setting.client)
  }

  /** Each frame that has a segment: flags, whose address it comes from, its comment; and what Wireshark thinks of all of them. */
  async function read(path: string, client: string) {
    const fields = ['tcp.flags.str', 'ip.src', 'ipv6.src', 'frame.comment', 'tcp.srcport']
    const tshark = (...args: readonly string[]) => execa('tshark', ['-r', path, ...args])
    const { stdout: table } = await tshark('-Y', 'tcp', '-T', 'fields', ...fields.flatMap((each) => ['-e', each]))
    const shown = table.split('\n').map((row) => {
      const [flags = '', four, six, comment = '', port] = row.split('\t')
      const from = port === '8080' ? 'server' : four === client || six === client ? 'client' : '?'
      return `${from} ${flags.replaceAll('·', '')} ${comment.replaceAll(/\d+\.\d+ ms/g, '…')}`.trimEnd()
    })
    const odd = 'tcp.analysis.retransmission || tcp.analysis.out_of_order || tcp.analysis.lost_segment'
    const { stdout: finds } = await tshark('-Y', odd, '-T', 'fields', '-e', 'frame.comment')
    return { shown, retransmissions: finds === '' ? [] : finds.split('\n') }
  }

  const opening = [
    'client S client: CLOSED → SYN-SENT',
    'server AS server: LISTEN → SYN-RECEIVED; client: SYN-SENT → ESTABLISHED',
    'client A server: SYN-RECEIVED → ESTABLISHED',
  ]

  const simultaneous = [
    ...opening,
    'client AF held by the router for …; client: ESTABLISHED → FIN-WAIT-1; server: FIN-WAIT-1 → CLOSING',
    'server AF held by the router for …; server: ESTABLISHED → FIN-WAIT-1; client: FIN-WAIT-1 → CLOSING',
    'server A held by the router for …; client: CLOSING → TIME-WAIT',
    'client A held by the router for …; server: CLOSING → TIME-WAIT',
  ]

  it('is written by a run: each segment once, with what became of it and of the states', async () => {
    const path = file('run.pcapng')
    const { status, stdout } = await lab(['run', 'closing', '--json', '--report', `pcapng=${path}`])
    expect(status).toBe(0)
    const { record } = JSON.parse(stdout) as { record: string }
    const { shown } = await read(path, loadEvidence(record).setting.client)
    expect(shown.toSorted()).toEqual(simultaneous.toSorted())
  })

  it('has them over IPv6 too', async () => {
    const { shown } = await drawn({ lab: 'closing', family: 'IPv6' })
    expect(shown.toSorted()).toEqual(simultaneous.toSorted())
  })

  it('has both ends at the one frame of a segment on loopback', async () => {
    const { shown } = await drawn({ lab: 'four-way-close', variant: 'loopback', family: 'IPv4' })
    expect(shown.slice(0, 3)).toEqual(opening)
  })

  it('has the RST that ends a connection, and a segment that was lost only for its sender', async () => {
    const { shown } = await drawn({ lab: 'close-wait', twin: 'client-resets', family: 'IPv4' })
    expect(shown.at(-1)).toMatch(/^client (A?R|AR) .*server: (ESTABLISHED|CLOSE-WAIT) → CLOSED/)
    const lost = await drawn({ lab: 'close-wait', twin: 'fin-is-lost', family: 'IPv4' })
    expect(lost.shown.slice(0, 4)).toEqual([
      ...opening,
      'client AF lost at the router; client: ESTABLISHED → FIN-WAIT-1',
    ])
  })

  it.each(['close-wait', 'four-way-close', 'handshake'])('has nothing twice in %s', async (name) => {
    expect((await drawn({ lab: name, family: 'IPv4' })).retransmissions).toEqual([])
  })

  it('has as retransmissions what is one', async () => {
    const { retransmissions, shown } = await drawn({ lab: 'retransmission', family: 'IPv4' })
    expect(retransmissions.length).toBeGreaterThan(2)
    expect(retransmissions.every((says) => says.includes('again, '))).toBe(true)
    expect(shown.filter((says) => says.includes('again, '))).toHaveLength(retransmissions.length)
  })

  it('has links of two kinds, where one of them is not Ethernet', async () => {
    const { shown } = await drawn({ lab: 'encapsulation', variant: 'no-ethernet', family: 'IPv4' })
    expect(shown.slice(0, 3)).toEqual(opening)
  })
})
