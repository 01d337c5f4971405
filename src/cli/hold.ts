import type { Evidence, Host } from '../evidence.ts'
import type { Network } from '../network.ts'
import { forScreen } from '../report/said.ts'
import type { Leash } from '../run/leash.ts'
import { pathsOf } from '../story/paths.ts'
import type { HeldMoment } from '../take/holding.ts'
import type { Speaker } from '../words.ts'

/** Where a run stands that somebody looks at. */
export interface Standing {
  readonly moment: HeldMoment
  readonly network: Network
  readonly evidence: Evidence
}

/** Prints the very commands that look into the run's hosts, and waits until the user has seen enough. */
export async function holdOpen(
  { moment, network, evidence }: Standing,
  leash: Leash,
  { reports: { hold } }: Speaker,
): Promise<void> {
  const hosts: readonly Host[] = network.loopback ? ['server'] : ['client', 'server', 'router']
  const looks = await Promise.all(hosts.map((host) => looksInto(host, network, leash, moment === 'at the start')))
  // A command stays whole, to be copied; the terminal breaks it where it must.
  const lines = [
    '',
    forScreen(hold.because[moment]),
    ...(moment === 'at the start' ? [] : [forScreen(`  ${hold.where(lastStates(evidence))}`)]),
    ...hosts.flatMap((host, index) => [forScreen(hold.in(host)), ...(looks[index] ?? []).map((look) => `  ${look}`)]),
    ...(isRoot() ? [] : [forScreen(hold.onlyRoot)]),
    forScreen(hold.goOn),
    '',
  ]
  process.stderr.write(`${lines.join('\n')}\n`)
  await Promise.race([leash.enter(), aborted(leash.signal)])
  leash.signal.throwIfAborted()
}

const isRoot = (): boolean => process.getuid?.() === 0

async function looksInto(host: Host, network: Network, leash: Leash, again: boolean): Promise<readonly string[]> {
  const pid = await leash.pidOutside(network.pidIn[host])
  const root = isRoot()
  const sudo = root && process.env.SUDO_UID ? 'sudo ' : ''
  // The router lives in our own namespace of processes.
  const enter = `${sudo}nsenter -t ${pid} ${root ? '' : '-U --preserve-credentials '}-m -p -n`
  if (host === 'router') return [`${enter} ip -s neigh`]
  // The capabilities that a user has in there end where nsenter executes the command; for ss and netstat none are needed.
  const capture = root ? [`${enter} tcpdump -ni ${network.loopback ? 'lo' : 'eth0'}`] : []
  const watch = again ? 'watch -n 0.2 ' : ''
  return [`${watch}${enter} ss -tano`, `${watch}${enter} netstat -tano`, ...capture]
}

/** Where each end of the first connection is. */
const lastStates = (evidence: Evidence) =>
  (['client', 'server'] as const).map((end) => {
    const path = pathsOf(evidence).find((each) => each.end === end && each.connection?.number === 1)
    return { end, state: path?.steps.at(-1)?.state }
  })

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
