import { describe, expect, it } from 'vitest'
import { lab } from '../labs/cli.ts'
import { own, readWith } from './programs.ts'

/** The report's lines from below the lab's title up to the ladder, on one line, without what differs from run to run. */
const beginningOf = (stdout: string): string =>
  stdout
    .slice(stdout.indexOf('\n\n'), stdout.indexOf('── router ──'))
    .replace(/\s+/g, ' ')
    .replace(/\d+\.\d+ m?s\b/g, 'T')
    .replace(/198\.\d+\.\d+\.129/g, 'HOST')
    .trim()

const asArguments = 'this lab needs HOST:8080, the host and port given as its last two arguments.'
const goesOn = 'this lab needs one that keeps running.'

describe.concurrent("a student's mistake is told in the first sentence:", { timeout: 180_000 }, () => {
  it.each([
    ['handshake', 'another-port.py', `Your server listens on HOST:9000 (T in), which is another port; ${asArguments}`],
    [
      'handshake',
      'localhost-only.py',
      `Your server listens on 127.0.0.1:8080 only (T in), where no other host can reach it; ${asArguments}`,
    ],
    [
      'handshake',
      'never-listens.py',
      'Your server never listened in the T that it ran; this lab needs one that listens on HOST:8080, the host and port given as its last two arguments.',
    ],
    [
      'handshake',
      'ends-at-once.py',
      `Your server crashed T in, with status 2 (usage: server <port>); ${goesOn} Your server printed: │ usage: server <port>`,
    ],
    [
      'handshake',
      'crashes.py',
      `Your server crashed T in, with status 1 (TypeError: can't concat str to bytes); ${goesOn} Your server printed: │ Traceback (most recent call last):`,
    ],
    [
      'handshake',
      'of-python-2.py',
      "Your server did not run: its language rejected it T in (SyntaxError: Missing parentheses in call to 'print'.",
    ],
    ['close-wait', '../echoes.py', 'Your server closed its side T in; this lab needs one that does not.'],
    ['handshake', 'closes-at-once.py', 'Your server closed its side T in; this lab needs one that does not.'],
    [
      'handshake',
      'never-answers.py',
      'Your server never sent a byte in the T that the story waited; this lab needs one that does. If it writes to its socket through a buffered file',
    ],
    ['handshake', 'says-too-much.py', 'Your server sent 7 bytes T in; this lab needs a byte there.'],
    [
      'handshake',
      '../never-accepts.py',
      'Your server never accepted the connection that was open to it for T; this lab needs one that calls accept().',
    ],
    [
      'four-way-close',
      '../never-reads-the-end.py',
      'Your server never read the end of input: the other end has closed its side, and that stayed in the receive queue; this lab needs one that reads until there is no more.',
    ],
    [
      'retransmission',
      'reads-nothing.py',
      'Your server never read what came: 5 bytes stayed in its receive queue; this lab needs one that reads 5 bytes (it need not print them).',
    ],
    [
      'accept-queue',
      'reads-nothing.py',
      'Your server listens with a backlog of 128; this lab needs one of 2, given to listen().',
    ],
    [
      'bounds',
      '../no-datagrams.py',
      "Your server did not do what this lab needs, which is that either the server's kernel counts 3 Udp.InDatagrams,",
    ],
    ['fin-wait-2', '../reads-the-first.py', 'Your server never read the end of input: '],
    ['flow-control', '../reads-before-told.py', 'Your server read 10000 of the '],
    [
      'abort',
      '../reads-two.py',
      'Your server read 2 of the 5 bytes that had arrived; this lab needs one that leaves them',
    ],
    [
      'write-to-closed',
      'shuts-down.py',
      'Your server closed its side T in and kept its socket, in FIN-WAIT-2 (shutdown() does so,',
    ],
    [
      'last-ack',
      'reads-and-shuts-down.py',
      'Your server closed its side T in and kept its socket, in LAST-ACK (shutdown() does so,',
    ],
    // That it sends too soon, or where the machine was so late that the ACK of the FIN went first, that it sends too little.
    ['half-close', '../never-reads-the-end.py', 'Your server sent 3 bytes T in; this lab needs '],
    [
      'keep-alive',
      'has-no-timeout.py',
      'What your server sent (5 bytes) was still being sent again by its kernel T in; this lab needs one whose kernel gives up sooner (TCP_USER_TIMEOUT',
    ],
  ])('%s with %s', async (name, program, told) => {
    const { status, stdout } = await readWith(name, 'server', own(`mistakes/${program}`))
    expect(beginningOf(stdout).slice(0, told.length)).toBe(told)
    expect(stdout).not.toContain('word from the tracepoints')
    expect(status).toBe(1)
  })

  it('a client that sends before it is told', async () => {
    const { stdout, status } = await readWith('retransmission', 'client', own('mistakes/client-sends-early.py'))
    const told = "Your client sent 5 bytes T in; this lab needs one that waits until it is told to ('send', T in)."
    expect(beginningOf(stdout).slice(0, told.length)).toBe(told)
    expect(status).toBe(1)
  })

  it('a client that opens its connections before it is told', async () => {
    const { stdout, status } = await readWith('handshake', 'client', own('client-opens-eight.py'))
    const told = 'Your client opened a connection T in; this lab needs one that waits until it is told to.'
    expect(beginningOf(stdout).slice(0, told.length)).toBe(told)
    expect(status).toBe(1)
  })

  it('a client that nobody hears of', async () => {
    const { stdout, status } = await readWith('close-wait', 'client', own('mistakes/never-listens.py'))
    expect(beginningOf(stdout)).toMatch(
      /^Your client (?:never connected in the T|crashed T in, with status 1 \(OSError)/,
    )
    expect(status).toBe(1)
  })
})

describe.concurrent('what follows from a mistake', { timeout: 180_000 }, () => {
  it('is folded, and listed by --verbose', async () => {
    const command = own('echoes.py')
    const { stdout } = await readWith('close-wait', 'server', command)
    expect(stdout).toMatch(/– and \d+ claims that follow from it \(--verbose lists them\)/)
    expect(stdout).not.toContain('✘ server is never in LAST-ACK')
    const verbose = await lab(['run', 'close-wait', '--verbose', '--server', command])
    expect(verbose.stdout).toContain('✘ server is never in LAST-ACK')
    expect(verbose.stdout).not.toContain('that follow from it')
  })

  it('stands below what the program printed, whole, and harmless to a terminal', async () => {
    const { stdout } = await readWith('handshake', 'server', own('mistakes/crashes.py'))
    expect(stdout).toMatch(
      /Your server printed:\n {2}│ Traceback \(most recent call last\):\n {2}│ {3}File ".*", line 6/,
    )
    expect(stdout).toContain("\n  │ TypeError: can't concat str to bytes\n")
  })
})

describe('a command that cannot be run is told of before anything is built, with status 64:', () => {
  it.each([
    ['pyhton3 s.py', 'there is no command pyhton3 in PATH'],
    ['python3 no-such.py', 'there is no file no-such.py in '],
    ['/no/such/program', 'there is no file /no/such/program'],
    ['test/fixtures/own/echoes.py', 'is not executable: chmod +x test/fixtures/own/echoes.py, or run it with "python3'],
    ['echoes.py', 'there is no command echoes.py in PATH'],
    ['test/fixtures', 'is a folder, not a program'],
  ])('%s', async (command, told) => {
    const { status, stderr, stdout } = await lab(['run', 'handshake', '--server', command])
    expect(stderr).toContain(told)
    expect({ status, stdout }).toEqual({ status: 64, stdout: '' })
  })
})
