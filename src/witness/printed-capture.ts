import type { PrintedFact } from '../evidence/printed.ts'
import { run } from '../system/command.ts'
import { ms } from '../tcp.ts'
import type { Scene } from '../witness.ts'

/** Numbers and names as they are, and times to the nanosecond, as the capture has them. */
const options = ['-n', '-S', '-tt', '--time-stamp-precision=nano']

/** What tcpdump prints of a capture on loopback, up to the end of the story. */
export async function printedBy({ clock, ended }: Scene, file: string): Promise<PrintedFact[]> {
  const text = await run('tcpdump', [...options, '-r', file])
  const end = ended()
  return text.split('\n').flatMap((printed): PrintedFact[] => {
    const [, seconds, fraction, line] = /^(\d+)\.(\d{9}) (.*)$/.exec(printed) ?? []
    if (seconds === undefined || fraction === undefined || line === undefined) return []
    const at = clock.fromRealtime(BigInt(seconds + fraction))
    if (end !== undefined && at > end) return []
    return [{ kind: 'printed', at, within: ms(0.01), host: 'server', by: 'wire', line }]
  })
}
