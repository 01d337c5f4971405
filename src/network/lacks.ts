import { HostLacks } from '../errors.ts'

/** What tc, nft and ip say, or the kernel by them, of what it was built without. */
const signs = [
  /Unknown qdisc/i,
  /qdisc kind is unknown/i,
  /not supported/i,
  /No such file or directory/i,
  /unknown (chain|hook|priority|statement|expression)/i,
  /syntax error/i,
]

/** What each fault needs of the kernel and its tools, beyond what every run does. */
export const needs = {
  lose: 'nftables with inet tables, counters and limits',
  cut: 'nftables with inet tables and counters',
  hold: 'nftables that set marks in prerouting, and routing rules by mark (fwmark)',
  duplicate: 'nftables with chains at egress (netdev) and dup, Linux 5.16 or later',
  narrow: 'tc with the queueing discipline tbf (sch_tbf)',
} as const

/** Does what sets a fault; where the kernel or a tool does not know of it, that is the machine's lack and no failure of ours. */
export async function setting<Result>(verb: keyof typeof needs, work: Promise<Result>): Promise<Result> {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof Error) || error instanceof HostLacks) throw error
    if (!signs.some((sign) => sign.test(error.message))) throw error
    throw new HostLacks(`this machine cannot ${verb} segments, which takes ${needs[verb]}: ${error.message}`, {
      cause: error,
    })
  }
}
