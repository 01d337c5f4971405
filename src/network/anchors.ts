import { HarnessFailed } from '../errors.ts'
import type { Host } from '../evidence.ts'
import { within, withinNewProcesses } from '../system/calls.ts'
import { kill, type Running, start } from '../system/command.ts'
import { descendants, lives, type Process, processOf } from '../system/processes.ts'

/** A process in each of the hosts' namespaces that waits for its input to end: it can be entered and read by its number, and dies with us. */
export interface Anchors {
  readonly pid: Readonly<Record<Host, number>>
  /** Aborts when somebody else has ended one of them: the host is not what it was. */
  readonly lost: AbortSignal
  /** Does the work in an end's network and namespace of processes. */
  within<Result>(end: 'client' | 'server', work: () => Result): Result
  /** All that the end's programs have started and that their own ends have left to process 1 of their namespace. */
  orphansOf(end: 'client' | 'server'): readonly Process[]
  /** Ends them and, since each end's is process 1 of a namespace, whatever an end has started, in sessions of its own or not. */
  raise(): Promise<void>
}

/** The file by which a host's network namespace is entered. */
export const netOf = (host: Host): string => `/run/netns/${host}`

/** @param netOfEnd the host in whose network an end's programs live: on loopback both in the server's */
export function dropAnchors(netOfEnd: (host: Host) => Host): Anchors {
  const begin = (host: Host): Running => within({ net: netOf(netOfEnd(host)) }, () => start('cat', []))
  const ofEnd = (host: Host): Running => withinNewProcesses(() => begin(host))
  const anchors: Record<Host, Running> = { client: ofEnd('client'), router: begin('router'), server: ofEnd('server') }
  const lost = new AbortController()
  const lose = (host: Host): Error => {
    const why = `process ${anchors[host].pid}, which holds the namespaces of the ${host}, was ended from outside`
    lost.abort(new HarnessFailed(why))
    return lost.signal.reason as Error
  }
  let raised = false
  for (const host of ['client', 'router', 'server'] as const) void anchors[host].ended.then(() => raised || lose(host))
  return {
    pid: { client: anchors.client.pid, router: anchors.router.pid, server: anchors.server.pid },
    lost: lost.signal,
    within(end, work) {
      const { pid } = anchors[end]
      try {
        return within({ net: netOf(netOfEnd(end)), pid: `/proc/${pid}/ns/pid` }, work)
      } catch (error) {
        // The kernel says no more than that there is no memory for a process there.
        const held = processOf(pid)
        throw held && lives(held) ? error : lose(end)
      }
    },
    orphansOf: (end) => descendants(anchors[end].pid).filter(lives),
    async raise() {
      raised = true
      await Promise.all(Object.values(anchors).map(kill))
    },
  }
}
