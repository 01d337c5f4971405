import type { Network } from '../network.ts'
import type { Leash } from '../run/leash.ts'

/** Prints the very commands that look into the run's hosts, and waits until the user has seen enough. */
export async function holdOpen(network: Network, leash: Leash): Promise<void> {
  const [client, server] = await Promise.all([
    leash.pidOutside(network.pidIn.client),
    leash.pidOutside(network.pidIn.server),
  ])
  const root = process.getuid?.() === 0
  const sudo = root && process.env.SUDO_UID ? 'sudo ' : ''
  // The capabilities that a user has in there end where nsenter executes the command; for ss and netstat none are needed.
  const enter = (pid: number): string => `${sudo}nsenter -t ${pid} ${root ? '' : '-U --preserve-credentials '}-m -p -n`
  const capture = root
    ? [`  ${enter(server)} tcpdump -ni ${network.loopback ? 'lo' : 'eth0'}`]
    : ['  (tcpdump needs root; the captures are in the folder of the record)']
  const lines = [
    '',
    'The story holds still. Look around from another terminal:',
    ...(network.loopback ? [] : [`  ${enter(client)} ss -tano`, `  ${enter(client)} netstat -tano`]),
    `  ${enter(server)} ss -tano`,
    `  ${enter(server)} netstat -tano`,
    ...capture,
    'Press Enter to go on.',
    '',
  ]
  process.stderr.write(`${lines.join('\n')}\n`)
  await Promise.race([leash.enter(), aborted(leash.signal)])
  leash.signal.throwIfAborted()
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
