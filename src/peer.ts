import { randomBytes, randomInt } from 'node:crypto'
import { flood as sendFlood } from './peer/flood.ts'
import { openWire } from './peer/raw.ts'
import {
  addressOf,
  advance,
  carries,
  distance,
  type Endpoint,
  endpoint,
  type Flags,
  type Outgoing,
  readFlags,
  type Segment,
  type SequenceNumber,
  sequence,
  sequenceEnd,
  withoutHints,
  writeSegment,
} from './tcp.ts'

/** A segment that the peer has heard, with numbers that count from both sides' ISNs. */
export interface Heard {
  /** In tcpdump's letters. */
  readonly flags: Flags
  /** Its sequence number, from the other side's ISN. */
  readonly seq: number
  /** What it acknowledges, from our ISN; 0 without an ACK. */
  readonly ack: number
  /** Of its data. Bytes. */
  readonly length: number
  /** The TCP options that it carries. */
  readonly options: Segment['options']
}

/** What of a segment may be expected. */
export type Numbers = Partial<Pick<Heard, 'seq' | 'ack' | 'length'>>

/** What a segment may say otherwise than its place in the connection would have it; numbers count from the ISNs. */
export interface Wishes {
  /** Another sequence number than the next one. */
  readonly seq?: number
  /** Another acknowledgment than of all that was heard in order. */
  readonly ack?: number
  /** As it stands in the header: not scaled. */
  readonly window?: number
  /** What it carries; nothing, when not said. */
  readonly data?: string
  /** Other options: an MSS on a SYN, and the timestamp, when not said. */
  readonly options?: Outgoing['options']
}

/** What a peer decides of its connection; what is not said is left to chance. */
export interface Choice {
  /** Its own port. */
  readonly port?: number
  /** Its initial sequence number. */
  readonly isn?: number
  /** Goes on every segment, with what the other end said last as its echo (RFC 7323); none does, when not said. */
  readonly timestamp?: number
}

/** One end of a connection that no kernel speaks for: every segment leaves because a line of a program says so. */
export interface RawPeer {
  /** Sends a segment with these control bits, in tcpdump's letters. Its numbers go on where the last one ended. */
  send(flags: string, wishes?: Wishes): Promise<void>
  /** Waits for the next segment with these control bits (PSH is not looked at) and, where said, numbers. */
  expect(flags: string, numbers?: Numbers): Promise<Heard>
  /** Waits for the next segment, whatever it is. */
  hear(): Promise<Heard>
  /** Closes its raw socket. On the wire nothing happens: the connection is not closed by it. */
  close(): void
}

/** How long a peer waits for what it expects before it says what came instead. */
const patience = 20_000

/** Opens a raw peer toward host and port and does the three steps of the handshake; `opened` is the SYN+ACK. */
export async function dial(
  to: { readonly host: string; readonly port: number },
  syn: Wishes = {},
  choice: Choice = {},
): Promise<RawPeer & { readonly opened: Heard }> {
  const peer = speakTo(to, choice)
  await peer.send('S', syn)
  const opened = await peer.expect('S.')
  await peer.send('.')
  return Object.assign(peer, { opened })
}

/** Opens a raw peer toward host and port that has said nothing yet. */
export function speakTo(to: { readonly host: string; readonly port: number }, choice: Choice = {}): RawPeer {
  const own = endpoint(ownAddress(), choice.port ?? randomInt(49152, 65536))
  return new Peer(own, endpoint(to.host, to.port), choice)
}

/** Opens a raw peer that waits, where the lab has put it in the server's place, for whoever sends the first SYN to this port. */
export function listen(at: { readonly port: number }): RawPeer {
  return new Peer(endpoint(ownAddress(), at.port))
}

/** The address that a lab has set aside for its raw peer, and keeps its own kernel silent on. */
export function ownAddress(): string {
  const address = process.env.TCP_LABS_ADDRESS
  if (address) return address
  throw new Error(
    'a raw peer needs an address of its own, which no kernel answers for, in TCP_LABS_ADDRESS; a lab gives it one',
  )
}

/** Sends one SYN to host and port in the name of each of so many strangers on the peer's link, who never answer. */
export const flood = (to: { readonly host: string; readonly port: number }, count: number): Promise<void> =>
  sendFlood(ownAddress(), to, count)

class Peer implements RawPeer {
  readonly #own: Endpoint
  #other: Endpoint | undefined
  readonly #isn: SequenceNumber
  readonly #timestamp: number | undefined
  readonly #wire: ReturnType<typeof openWire>
  #heard: Segment[] = []
  #passed: Segment[] = []
  #next: SequenceNumber
  #othersIsn: SequenceNumber | undefined
  #expected: SequenceNumber = sequence(0)
  #echo = 0
  #wake = (): void => {}

  /** @param other whom it speaks to; whoever sends a SYN first, where it is not said */
  constructor(own: Endpoint, other?: Endpoint, { isn, timestamp }: Choice = {}) {
    this.#own = own
    this.#other = other
    this.#isn = sequence(isn ?? randomBytes(4).readUInt32BE())
    this.#next = this.#isn
    this.#timestamp = timestamp
    this.#wire = openWire(addressOf(own), (segment) => this.#hear(segment))
  }

  async send(letters: string, wishes: Wishes = {}): Promise<void> {
    const flags = readFlags(letters)
    if (flags === undefined) throw new Error(`'${letters}' are no control bits; an example is: S.`)
    if (this.#other === undefined) throw new Error(`nobody has sent a SYN yet to whom [${letters}] could go`)
    const data = Buffer.from(wishes.data ?? '')
    const seq = wishes.seq === undefined ? this.#next : advance(this.#isn, wishes.seq)
    const ack = wishes.ack === undefined ? this.#expected : advance(this.#othersIsn ?? sequence(0), wishes.ack)
    const segment: Outgoing = {
      from: this.#own,
      to: this.#other,
      flags,
      seq,
      ack: flags.includes('.') ? ack : sequence(0),
      window: wishes.window ?? 0xffff,
      options: wishes.options ?? this.#options(flags),
      data,
    }
    const end = sequenceEnd({ ...segment, length: data.length })
    if (distance(this.#next, end) > 0) this.#next = end
    await this.#wire.send(segment)
  }

  expect(letters: string, numbers: Numbers = {}): Promise<Heard> {
    const fits = (heard: Heard): boolean =>
      withoutHints(heard.flags) === letters &&
      Object.entries(numbers).every(([name, value]) => heard[name as keyof Numbers] === value)
    return this.#first(fits, `[${letters}] ${JSON.stringify(numbers)}`)
  }

  hear(): Promise<Heard> {
    return this.#first(() => true, 'a segment')
  }

  async #first(fits: (heard: Heard) => boolean, what: string): Promise<Heard> {
    const late = AbortSignal.timeout(patience)
    while (!late.aborted) {
      for (let segment = this.#heard.shift(); segment; segment = this.#heard.shift()) {
        const heard = this.#relative(segment)
        if (fits(heard)) return heard
        this.#passed.push(segment)
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve
        late.addEventListener('abort', () => resolve(), { once: true })
      })
    }
    const passed = this.#passed.map((segment) => writeSegment(this.#relative(segment)))
    throw new Error(`expected ${what} within ${patience / 1000} s; heard ${passed.join('; ') || 'nothing'}`)
  }

  close(): void {
    this.#wire.close()
  }

  #options(flags: Flags): Outgoing['options'] {
    const timestamp = this.#timestamp === undefined ? undefined : { value: this.#timestamp, echo: this.#echo }
    return { ...(flags.includes('S') ? { mss: 1460 } : {}), ...(timestamp ? { timestamp } : {}) }
  }

  #hear(segment: Segment): void {
    if (segment.to === this.#own && withoutHints(segment.flags) === 'S') this.#other ??= segment.from
    if (segment.from !== this.#other || segment.to !== this.#own) return
    this.#echo = segment.options.timestamp?.value ?? this.#echo
    if (carries(segment, 'S')) this.#othersIsn ??= segment.seq
    const isNext = segment.seq === this.#expected || carries(segment, 'S')
    if (isNext && !carries(segment, 'R')) this.#expected = sequenceEnd(segment)
    this.#heard.push(segment)
    this.#wake()
  }

  #relative({ flags, seq, ack, length, options }: Segment): Heard {
    return {
      flags,
      seq: distance(this.#othersIsn ?? seq, seq),
      ack: flags.includes('.') ? distance(this.#isn, ack) : 0,
      length,
      options,
    }
  }
}
