import type { Host } from '../evidence.ts'
import { within, withinNewProcesses } from '../system/calls.ts'
import { kill, type Running, start } from '../system/command.ts'
import { HarnessFailed } from '../system/errors.ts'
import { descendants, lives, type Process } from '../system/processes.ts'

/** A process in each of the hosts' namespaces that waits for its input to end: it can be entered and read by its number, and dies with us. */
export interface Anchors {
  readonly pid: Readonly<Record<Host, number>>
  /** Aborts when somebody else has ended one of them: the host is not what it was. */
  readonly lost: AbortSignal
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
  let raised = false
  for (const [host, { ended, pid }] of Object.entries(anchors)) {
    const why = `process ${pid}, which holds the namespaces of the ${host}, was ended from outside`
    void ended.then(() => raised || lost.abort(new HarnessFailed(why)))
  }
  return {
    pid: { client: anchors.client.pid, router: anchors.router.pid, server: anchors.server.pid },
    lost: lost.signal,
    orphansOf: (end) => descendants(anchors[end].pid).filter(lives),
    async raise() {
      raised = true
      await Promise.all(Object.values(anchors).map(kill))
    },
  }
}
