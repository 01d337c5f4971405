import { WrongUsage } from '../errors.ts'
import type { Order } from '../run/inside.ts'
import { tellNews } from '../run/news.ts'
import type { Given, InsideOptions } from './arguments.ts'
import { explain, failureOf } from './failure.ts'

/** What this program gives itself as process 1 of namespaces that it has made: `--inside <slot> --record <folder> --order <JSON>`. */
export function orderIn(argv: readonly string[]): { order: Order; given: InsideOptions } | undefined {
  const [, , first, slot, second, record = '', third, text = ''] = argv
  if (first !== '--inside' || second !== '--record' || third !== '--order') return undefined
  const order = JSON.parse(text) as Order
  return { order, given: { inside: Number(slot), record, tellsNews: order.tellsNews } }
}

/** Does what is ordered, and resolves to the exit status; nothing of what reads command lines is loaded for it. */
export async function playOrder({ order, given }: { order: Order; given: InsideOptions }): Promise<number> {
  try {
    const place = requireInside(given)
    const { playCommand } = await import('./play.ts')
    return await playCommand(order.lab, order.options, place)
  } catch (error) {
    if (!given.tellsNews) return explain(error)
    const { status, text } = failureOf(error)
    tellNews({ tells: 'failure', reason: text })
    return status
  }
}

/** What plays a lab mounts and configures what it finds: anywhere but in namespaces of its own that would be the machine's. */
export function requireInside({ inside = 0, record, tellsNews = false }: InsideOptions): Given {
  if (process.pid !== 1 || record === undefined)
    throw new WrongUsage(
      '--inside is for this program alone, which gives it to process 1 of the namespaces that it has made',
    )
  return { slot: inside, folder: record, tellsNews }
}
