import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { loadEvidence } from '../../src/evidence/load.ts'
import { factsOf } from '../../src/evidence.ts'
import { project } from './cli.ts'
import { inItsMiddle, startMarked } from './marked.ts'

const isRoot = process.getuid?.() === 0

describe.skipIf(!isRoot)('the kernel parameters of a run', { timeout: 60_000 }, () => {
  it('are told as they were read back, and again where somebody has changed one', async () => {
    const run = startMarked(['run', 'close-wait', '--json'])
    await inItsMiddle(run)
    const [server] = run.named('').filter(({ line }) => /server\.ts \S+ 8080 $/.test(line))
    await execa('nsenter', ['-t', String(server?.pid), '-n', 'sysctl', '-qw', 'net.ipv4.tcp_fin_timeout=61'])
    const { record } = JSON.parse(String((await run.command).stdout)) as { record: string }
    const evidence = loadEvidence(record)
    expect(evidence.setting.sysctls).toMatchObject({
      'client: net.ipv4.tcp_fin_timeout': '60',
      'server: net.ipv4.tcp_fin_timeout': '60',
      'router: net.ipv4.ip_forward': '1',
    })
    expect(factsOf(evidence, 'sysctl')).toMatchObject([
      { host: 'server', by: 'network', name: 'net.ipv4.tcp_fin_timeout', was: '60', is: '61' },
    ])
  })

  it.each([
    [
      'it does not have',
      { 'net.ipv4.no_such_thing': 1 },
      /HostLacks: this kernel has no parameter net.ipv4.no_such_thing/,
    ],
    [
      'it refuses',
      { 'net.ipv4.tcp_sack': 'x' },
      /WrongUsage: the kernel parameter net.ipv4.tcp_sack cannot be x, as the lab wants it/,
    ],
    [
      'it makes another of',
      { 'net.ipv4.tcp_fastopen': '0x1' },
      /HarnessFailed: the kernel made 1 of net.ipv4.tcp_fastopen = 0x1/,
    ],
  ])(
    'are a lack of the machine, a mistake or a failure where one is asked for that %s',
    async (_what, settings, says) => {
      const script = `import { setSysctls } from '${project}/src/network/sysctls.ts'; setSysctls(${JSON.stringify(settings)})`
      const { stderr } = await execa('unshare', ['--net', process.execPath, '--input-type=module', '-e', script], {
        reject: false,
      })
      expect(stderr).toMatch(says)
    },
  )
})
