import type { BlindCause } from '../../evidence/blind.ts'
import { startThread, type Thread } from '../thread.ts'
import type { ReaderNews } from './reader.ts'
import type { PageLayout } from './ring-buffer.ts'

/** Who is told what the thread reads, and what it cannot. Times are CLOCK_MONOTONIC in nanoseconds. */
export interface Teller {
  page(cpu: number, page: Buffer): void
  /** The thread was to look again at a moment, and came so much later. */
  late(at: bigint, by: bigint): void
  /** Nothing is known of what happened since then, or where that is not said, of the whole story. */
  blind(cause: BlindCause, since?: bigint): void
}

/** Has a thread read these pipes, one a CPU. */
export const startReader = (pipes: readonly string[], { size, timestamp }: PageLayout, told: Teller): Promise<Thread> =>
  startThread<ReaderNews>(
    new URL('./reader.ts', import.meta.url),
    { pipes, size, timestamp },
    {
      news(news) {
        if (news.kind === 'page') told.page(news.cpu, Buffer.from(news.page))
        else told.late(news.at, news.by)
      },
      blind: told.blind,
    },
  )
