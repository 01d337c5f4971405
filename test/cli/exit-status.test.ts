import { describe, expect, it } from 'vitest'
import { lab } from '../labs/cli.ts'

const wrong: ReadonlyArray<readonly [what: string, args: readonly string[], says: RegExp]> = [
  [
    'a lab that there is not, naming the nearest',
    ['run', 'close-wiat'],
    /no lab 'close-wiat'; did you mean close-wait/,
  ],
  ['a lab like none, saying where they are listed', ['run', 'xyzzy'], /no lab .xyzzy.; there are .*lab -- list/],
  [
    'a twin that there is not, naming the nearest',
    ['run', 'close-wait', '--twin', 'server-close'],
    /no twin 'server-close'; did you mean server-closes/,
  ],
  ['a variant that there is not', ['run', 'close-wait', '--variant', 'destory'], /no variant 'destory'; .*destroy/],
  ['a twin that only every object has', ['run', 'close-wait', '--twin', 'toString'], /no twin 'toString'/],
  [
    'a variant that only every object has',
    ['run', 'close-wait', '--variant', 'constructor'],
    /no variant 'constructor'/,
  ],
  ['a lab that only every object has', ['run', '__proto__'], /no lab '__proto__'/],
  ['a report that only every object has', ['run', 'listen', '--report', 'toString=x'], /no report 'toString'/],
  ['an option that there is not', ['run', 'close-wait', '--ipv7'], /unknown option '--ipv7'.*--ipv6/s],
  ['a command that there is not', ['lits'], /unknown command 'lits'.*list/s],
  ['a program without words', ['run', 'handshake', '--server', ' '], /--server needs a command/],
  ['no lab at all', ['run'], /missing required argument 'lab'/],
  ['one name too many', ['run', 'close-wait', 'handshake'], /too many arguments/],
]

describe.concurrent('wrong usage ends with status 64 and says what was wrong', { timeout: 30_000 }, () => {
  for (const [what, args, says] of wrong) {
    it(what, async ({ expect }) => {
      const { status, stdout, stderr } = await lab(args)
      expect(stderr).toMatch(says)
      expect({ status, stdout }).toEqual({ status: 64, stdout: '' })
    })
  }
})

describe.concurrent('asking for help is no mistake', { timeout: 30_000 }, () => {
  for (const args of [['--help'], ['run', '--help'], ['doctor', '--help']]) {
    it(args.join(' '), async ({ expect }) => {
      const { status, stdout } = await lab(args)
      expect(status).toBe(0)
      expect(stdout).toMatch(/^Usage: lab/)
    })
  }

  it('and the help lists every exit status', async () => {
    const { stdout } = await lab(['--help'])
    for (const status of [0, 1, 2, 64, 70, 77, 130]) expect(stdout).toMatch(new RegExp(`\\b${status} `))
  })
})
