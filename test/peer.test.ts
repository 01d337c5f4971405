import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { dial, flood, listen, ownAddress, speakTo } from '../src/peer.ts'
import { advance, type Flags, type Outgoing, type Segment, sequence } from '../src/tcp.ts'

/** A wire on which nothing travels: what is sent is kept, and what comes is said by the test. */
const wire = vi.hoisted(() => ({
  sent: [] as Outgoing[],
  hear: (_: Segment): void => {},
  isOpen: false,
}))
vi.mock('../src/peer/raw.ts', () => ({
  openWire(_own: string, hear: (segment: Segment) => void) {
    wire.hear = hear
    wire.isOpen = true
    return {
      send: async (segment: Outgoing) => void wire.sent.push(segment),
      close: () => {
        wire.isOpen = false
      },
    }
  },
}))

const to = { host: '198.18.0.129', port: 8080 }
const isn = sequence(0xffff_fff0)

/** What the server says, with numbers that count from the ISNs. */
function come(flags: string, { seq, ack, length = 0 }: { seq: number; ack: number; length?: number }): void {
  const [syn] = wire.sent as [Outgoing, ...Outgoing[]]
  wire.hear({
    from: syn.to, to: syn.from, flags: flags as Flags, seq: advance(isn, seq), ack: advance(syn.seq, ack), length,
    window: 1, options: {}, hops: 64, checksum: 'right',
  }) // biome-ignore format: one segment
}
/** What the peer has sent, with numbers that count from the ISNs. */
const said = () => {
  const [syn] = wire.sent as [Outgoing, ...Outgoing[]]
  return wire.sent.map(({ flags, seq, ack, data }) => [
    flags,
    (seq - syn.seq) >>> 0,
    flags.includes('.') ? (ack - isn) >>> 0 : 0,
    data.length,
  ])
}

beforeEach(() => {
  wire.sent = []
  process.env.TCP_LABS_ADDRESS = '198.18.0.5'
})
afterEach(() => {
  delete process.env.TCP_LABS_ADDRESS
  vi.useRealTimers()
})

/** A peer whose connection is open. */
async function opened() {
  const dialled = dial(to)
  await vi.waitFor(() => expect(wire.sent).toHaveLength(1))
  come('S.', { seq: 0, ack: 1 })
  return dialled
}

describe('a raw peer', () => {
  it('opens a connection in three steps, from an address of its own, and hands on what answered', async () => {
    const peer = await opened()
    expect(said()).toEqual([
      ['S', 0, 0, 0],
      ['.', 1, 1, 0],
    ])
    expect(peer.opened).toMatchObject({ flags: 'S.', seq: 0, ack: 1 })
    expect(wire.sent[0]).toMatchObject({ to: '198.18.0.129:8080', options: { mss: 1460 } })
    expect(wire.sent[0]?.from).toMatch(/^198\.18\.0\.5:\d{5}$/)
  })

  it('takes the port, the number and the timestamp that it is given, and echoes the one that it has heard', async () => {
    const peer = speakTo(to, { port: 5000, isn: 7, timestamp: 1000 })
    await peer.send('S')
    expect(wire.sent[0]).toMatchObject({
      from: '198.18.0.5:5000',
      seq: 7,
      options: { mss: 1460, timestamp: { value: 1000, echo: 0 } },
    })
    const heard = { from: wire.sent[0]?.to, to: wire.sent[0]?.from, flags: 'S.', seq: 9, ack: 8, length: 0 } as Segment
    wire.hear({ ...heard, options: { timestamp: { value: 77, echo: 1000 } } })
    await peer.send('.')
    expect(wire.sent[1]).toMatchObject({ seq: 8, ack: 10, options: { timestamp: { value: 1000, echo: 77 } } })
  })

  it('goes on where its last segment ended, and acknowledges all that has come in order', async () => {
    const peer = await opened()
    await peer.send('P.', { data: 'hello' })
    come('P.', { seq: 1, ack: 6, length: 3 })
    // Beyond a gap: it is not acknowledged.
    come('P.', { seq: 9, ack: 6, length: 3 })
    await peer.send('F.')
    await peer.send('.')
    expect(said().slice(2)).toEqual([
      ['P.', 1, 1, 5],
      ['F.', 6, 4, 0],
      ['.', 7, 4, 0],
    ])
  })

  it('says what no kernel would where it is told to, and goes on as if it had not gone back', async () => {
    const peer = await opened()
    await peer.send('P.', { data: 'hello' })
    await peer.send('P.', { seq: 1, ack: 100, data: 'he' })
    await peer.send('.')
    expect(said().slice(2)).toEqual([
      ['P.', 1, 1, 5],
      ['P.', 1, 100, 2],
      ['.', 6, 1, 0],
    ])
  })

  it('waits for the segment it expects, by control bits and by numbers, and passes over others', async () => {
    const peer = await opened()
    const fin = peer.expect('F.', { seq: 4 })
    come('.', { seq: 1, ack: 1 })
    come('F.', { seq: 1, ack: 1 })
    come('FP.', { seq: 4, ack: 1 })
    expect(await fin).toMatchObject({ flags: 'FP.', seq: 4 })
  })

  it('hears nothing of other connections', async () => {
    const peer = await opened()
    const [syn] = wire.sent as [Outgoing, ...Outgoing[]]
    const other = {
      flags: 'R' as Flags,
      seq: isn,
      ack: isn,
      length: 0,
      window: 1,
      options: {},
      hops: 64,
      checksum: 'right' as const,
    }
    const reset = peer.expect('R')
    wire.hear({ ...other, from: syn.to, to: '198.18.0.5:1' as Outgoing['to'] })
    wire.hear({ ...other, from: '198.18.0.129:1' as Outgoing['to'], to: syn.from })
    come('R', { seq: 9, ack: 0 })
    expect(await reset).toMatchObject({ seq: 9 })
  })

  it('says after twenty seconds what it expected and what came instead', async () => {
    const peer = await opened()
    vi.spyOn(AbortSignal, 'timeout').mockImplementation((time) => {
      expect(time).toBe(20_000)
      const late = new AbortController()
      setTimeout(() => late.abort(), 50)
      return late.signal
    })
    const expected = peer.expect('F.', { seq: 1 })
    come('P.', { seq: 1, ack: 1, length: 5 })
    await expect(expected).rejects.toThrow(/expected \[F\.\] \{"seq":1\} within 20 s; heard P\. +1:6\(5\) ack 1/)
    vi.restoreAllMocks()
  })

  it('in the place of a server waits for the first SYN, and speaks with whoever sent it', async () => {
    const peer = listen({ port: 8080 })
    await expect(peer.send('S.')).rejects.toThrow('nobody has sent a SYN yet to whom [S.] could go')
    const own = '198.18.0.5:8080' as Outgoing['to']
    const client = '198.18.0.1:5000' as Outgoing['to']
    const syn = { from: client, to: own, flags: 'SEW' as Flags, seq: isn, ack: isn, length: 0, window: 1 }
    const rest = { options: { mss: 1400 }, hops: 64, checksum: 'right' as const }
    wire.hear({ ...syn, ...rest, to: '198.18.0.5:1' as Outgoing['to'] })
    wire.hear({ ...syn, ...rest, flags: 'S.' as Flags, from: '198.18.0.9:5000' as Outgoing['to'] })
    wire.hear({ ...syn, ...rest })
    wire.hear({ ...syn, ...rest, from: '198.18.0.9:5000' as Outgoing['to'] })
    expect(await peer.expect('S')).toMatchObject({ seq: 0, length: 0, options: { mss: 1400 } })
    await peer.send('S.', { ack: -9 })
    await peer.send('S.', { seq: 0 })
    await peer.send('P.', { data: 'hello' })
    expect(wire.sent.map(({ from, to }) => [from, to])).toEqual(Array(3).fill([own, client]))
    expect(wire.sent.map(({ flags, ack }) => [flags, ack])).toEqual([
      ['S.', advance(isn, -9)],
      ['S.', advance(isn, 1)],
      ['P.', advance(isn, 1)],
    ])
    const [first, again, data] = wire.sent
    expect(again?.seq).toBe(first?.seq)
    expect(data?.seq).toBe(advance(first?.seq ?? isn, 1))
  })

  it('knows letters that are no control bits, and needs an address', async () => {
    const peer = speakTo(to)
    await expect(peer.send('XY')).rejects.toThrow("'XY' are no control bits")
    delete process.env.TCP_LABS_ADDRESS
    expect(ownAddress).toThrow(/needs an address of its own/)
  })
})

describe('a flood', () => {
  it.each([
    ['198.18.0.5', '198.18.0.129', /^198\.18\.0\.(\d+):/],
    ['fd1a:b:7:1::5', 'fd1a:b:7:2::1', /^\[fd1a:b:7:1::([0-9a-f]+)\]:/],
  ])('from beside %s is of one SYN each of so many strangers, and ends', async (own, host, address) => {
    process.env.TCP_LABS_ADDRESS = own
    await flood({ host, port: 8080 }, 64)
    expect(new Set(wire.sent.map(({ from }) => address.exec(from)?.[1])).size).toBe(64)
    expect(new Set(wire.sent.map(({ flags }) => flags))).toEqual(new Set(['S']))
    expect(wire.sent.some(({ from }) => from.includes(`${own}:`))).toBe(false)
    expect(wire.isOpen).toBe(false)
  })

  it('has no more strangers than a link has room for', async () => {
    await expect(flood(to, 65)).rejects.toThrow('there are 64 strangers on a link, not 65')
    expect(wire.sent).toEqual([])
  })
})
