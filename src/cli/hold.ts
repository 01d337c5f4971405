import type { Network } from '../network.ts'
import type { Leash } from '../run/leash.ts'

/** Prints the very commands that look into the run's hosts, and waits until the user has seen enough. */
export async function holdOpen(network: Network, leash: Leash): Promise<void> {
  const pid = await leash.pidOutside()
  const root = process.getuid?.() === 0
  const enter = root ? `nsenter -t ${pid} -m` : `nsenter -t ${pid} -U --preserve-credentials -m`
  const inside = (host: string, command: string): string => `  ${enter} nsenter --net=/run/netns/${host} ${command}`
  const tap = network.loopback ? 'lo' : 'eth0'
  const lines = [
    '',
    'The story holds still. Look around from another terminal:',
    ...(network.loopback ? [] : [inside('client', 'ss -tanoe')]),
    inside('server', 'ss -tanoe'),
    inside('server', 'netstat -tano'),
    inside('server', `tcpdump -ni ${tap}`),
    'Press Enter to go on.',
    '',
  ]
  process.stderr.write(`${lines.join('\n')}\n`)
  await Promise.race([leash.enter(), aborted(leash.signal)])
  leash.signal.throwIfAborted()
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
