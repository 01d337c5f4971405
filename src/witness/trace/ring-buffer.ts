/** How the pages of a trace buffer are laid out, as `events/header_page` says. Bytes. */
export interface PageLayout {
  /** What one read of `trace_pipe_raw` yields. */
  readonly size: number
  readonly timestamp: number
  readonly commit: number
  readonly data: number
}

/** One event as it lies in the buffer: its moment, and its bytes as the event's `format` describes them. */
export interface RawEvent {
  /** Nanoseconds of the buffer's clock. */
  readonly at: bigint
  readonly bytes: Buffer
}

/** What one page holds. */
export interface Page {
  /** The moment from which its events' are counted: nothing in it is earlier. Nanoseconds. */
  readonly begun: bigint
  readonly events: readonly RawEvent[]
  /** Events that the kernel wrote over before this page was read; their number is 'some' where it does not say. */
  readonly missed: number | 'some'
  /** What of it cannot be a page, if anything; what came before that is told all the same. */
  readonly damage?: string
}

/** The two flags above the number of bytes (kernel/trace/ring_buffer.c, RB_MISSED_EVENTS and RB_MISSED_STORED). */
const missedEvents = 0x8000_0000
const missedStored = 0x4000_0000

/** What the five bits of an event's type mean besides a length in words (include/linux/ring_buffer.h). */
const type = { long: 0, longest: 28, padding: 29, timeExtend: 30, timeStamp: 31 } as const

/** An absolute stamp has 59 bits; the five above them are those of the stamp before. */
const stampBits = 59n

/** Reads a page of `trace_pipe_raw`. Any bytes will do: what they say wrongly is told as damage. */
export function readPage(page: Buffer, { timestamp, commit, data }: PageLayout): Page {
  if (page.length < Math.max(data, timestamp + 8, commit + 4))
    return { begun: 0n, events: [], missed: 0, damage: `a page of ${page.length} bytes` }
  const begun = page.readBigUInt64LE(timestamp)
  const word = page.readUInt32LE(commit)
  const end = data + (word % missedStored)
  const missed = missedIn(page, word, end)
  if (end > page.length) return { begun, events: [], missed, damage: `${end - data} bytes in a page of ${page.length}` }
  return { begun, missed, ...readEvents(page.subarray(data, end), begun) }
}

function missedIn(page: Buffer, word: number, end: number): Page['missed'] {
  if (word < missedEvents) return 0
  const stored = word % missedEvents >= missedStored && end + 4 <= page.length
  return (stored && page.readUInt32LE(end)) || 'some'
}

function readEvents(data: Buffer, begun: bigint): Pick<Page, 'events' | 'damage'> {
  const events: RawEvent[] = []
  let now = begun
  for (let at = 0; at < data.length; ) {
    const found = readEvent(data, at, now)
    if (typeof found === 'string') return { events, damage: `${found} at byte ${at}` }
    // The rest of the page is empty.
    if (found.size === 0) break
    now = found.now
    if (found.bytes) events.push({ at: now, bytes: found.bytes })
    at += found.size
  }
  return { events }
}

/** One entry, the moment after it and the bytes that it takes, at least four; none when it ends the page. */
function readEvent(data: Buffer, at: number, before: bigint): { now: bigint; size: number; bytes?: Buffer } | string {
  if (at + 4 > data.length) return 'an event cut short'
  const header = data.readUInt32LE(at)
  const [kind, delta] = [header & 31, header >>> 5]
  const now = before + BigInt(delta)
  if (kind > type.long && kind <= type.longest) return bytesOf(data, at + 4, kind * 4, now)
  if (kind === type.padding && delta === 0) return { now, size: 0 }
  if (at + 8 > data.length) return 'an event cut short'
  const second = data.readUInt32LE(at + 4)
  const wide = BigInt(delta) + (BigInt(second) << 27n)
  if (kind === type.timeExtend) return { now: before + wide, size: 8 }
  if (kind === type.timeStamp) return { now: ((before >> stampBits) << stampBits) | wide, size: 8 }
  // The length counts itself: an event that was taken back is as long as it was, and says nothing.
  const size = 4 + ((second + 3) & ~3)
  if (second < 4 || at + size > data.length || size < 8) return `an event of ${second} bytes`
  return kind === type.padding ? { now, size } : { now, size, bytes: data.subarray(at + 8, at + 4 + second) }
}

function bytesOf(data: Buffer, from: number, length: number, now: bigint) {
  if (from + length > data.length) return `an event of ${length} bytes`
  return { now, size: 4 + length, bytes: data.subarray(from, from + length) }
}
