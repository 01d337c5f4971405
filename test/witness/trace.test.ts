import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { endpoint, ms } from '../../src/tcp.ts'
import { factOf } from '../../src/witness/kernel.ts'
import { canRead, eventNumber, readEvent, type TcpEvent } from '../../src/witness/trace/events.ts'
import { parseFormat, parseHeaderPage } from '../../src/witness/trace/format.ts'
import { readPage } from '../../src/witness/trace/ring-buffer.ts'
import { bytes, fixture } from '../fixtures.ts'

const layout = parseHeaderPage(fixture('trace/header_page.txt'))
if (!layout) throw new Error('the fixture has no layout')
const formats = fixture('trace/formats.txt')
  .split(/^(?=name: )/m)
  .map(parseFormat)
const byId = new Map(formats.map((format) => [format.id, format]))
const pagesOf = (file: string): Buffer[] => {
  const all = bytes(file)
  return Array.from({ length: all.length / layout.size }, (_, index) =>
    all.subarray(index * layout.size, (index + 1) * layout.size),
  )
}
const pages = pagesOf('trace/pages.bin')
const events = pages
  .flatMap((page) => readPage(page, layout).events)
  .toSorted((a, b) => Number(a.at - b.at))
  .flatMap(({ at, bytes }) => {
    const format = byId.get(eventNumber(bytes) ?? -1)
    const event = format && readEvent(bytes, format)
    return event ? [{ ...event, at }] : []
  })

/** A line of the kernel's own text, as the event that it prints. */
function fromText(line: string) {
  const [, seconds = '', event = '', text = ''] = /\s(\d+\.\d+): (\w+): (.*)$/.exec(line) ?? []
  const fields = new Map([...text.matchAll(/(\w+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value]))
  const end = (side: 's' | 'd'): string => {
    const both = /^\[?(.*?)\]?:(\d+)$/.exec(fields.get(side === 's' ? 'src' : 'dest') ?? '')
    if (both) return endpoint(both[1] ?? '', both[2] ?? '')
    const address = fields.get(fields.get('family') === 'AF_INET6' ? `${side}addrv6` : `${side}addr`)
    return endpoint(address ?? '', fields.get(`${side}port`) ?? '')
  }
  return { seconds, event, local: end('s'), remote: end('d'), from: fields.get('oldstate'), to: fields.get('newstate') }
}

const kernelNames: Readonly<Record<string, string>> = {
  'FIN-WAIT-1': 'TCP_FIN_WAIT1',
  'FIN-WAIT-2': 'TCP_FIN_WAIT2',
  CLOSED: 'TCP_CLOSE',
  'SYN-RECEIVED': 'TCP_SYN_RECV',
}
const kernelName = (state: string | undefined): string | undefined =>
  state === undefined ? undefined : (kernelNames[state] ?? `TCP_${state.replace('-', '_')}`)

describe('the pages of the trace', () => {
  it('tell the same events as the kernel prints, all of them, with the same times, ends and states', () => {
    const printed = fixture('trace/pages.txt').trimEnd().split('\n')
    const theirs = printed.filter((line) => !line.includes('IPPROTO_MPTCP')).map(fromText)
    const ours = events.map(({ event, local, remote, from, to }) => ({
      event,
      local,
      remote,
      from: kernelName(from),
      to: kernelName(to),
    }))
    expect(ours).toEqual(theirs.map(({ seconds: _, ...rest }) => rest))
    // Each instance takes its own stamp, one after the other.
    const apart = events.map(({ at }, index) => Math.abs(Number(at) / 1e9 - Number(theirs[index]?.seconds)))
    expect(Math.max(...apart)).toBeLessThan(5e-6)
    expect(new Set(ours.map(({ event }) => event)).size).toBe(5)
  })

  it('name the socket of every transition, the same from its first to its last', () => {
    const [listens, connects] = events
    expect(listens).toMatchObject({ local: '198.18.7.1:80', remote: '*:0', to: 'LISTEN' })
    expect(connects).toMatchObject({ local: '198.18.7.1:0', to: 'SYN-SENT' })
    const named = events.find(({ local, to }) => local === '198.18.7.1:46280' && to === 'ESTABLISHED')
    expect(named?.socket).toBe(connects?.socket)
    expect(events.filter(({ from }) => from).every(({ socket }) => /^[0-9a-f]{16}$/.test(socket ?? ''))).toBe(true)
  })

  it('say why a RST was sent', () => {
    expect(events.find(({ event }) => event === 'tcp_send_reset')).toMatchObject({
      local: '198.18.7.1:99',
      remote: '198.18.7.1:49570',
      detail: 'NO_SOCKET',
    })
  })

  it('put a listener of IPv6 that takes IPv4 where IPv4 is, and one on every address at *', () => {
    const mixed = events.filter(({ local }) => local.endsWith(':83'))
    expect(mixed[0]).toMatchObject({ local: '*:83', remote: '*:0', to: 'LISTEN' })
    expect(mixed[1]?.local).toBe('198.18.7.1:83')
  })

  it('say that events before them were lost, and how many', () => {
    const lossy = pagesOf('trace/lost.bin').map((page) => readPage(page, layout))
    expect(lossy[0]?.missed).toBeGreaterThan(300)
    expect(lossy[1]?.missed).toBe(0)
    // The count is there only where the page has room for it.
    const full = Buffer.from(pages[0] ?? [])
    full.writeUInt32LE((full.readUInt32LE(layout.commit) | 0x8000_0000) >>> 0, layout.commit)
    expect(readPage(full, layout)).toMatchObject({ missed: 'some', events: readPage(pages[0] ?? full, layout).events })
  })
})

describe('entries of a page besides events', () => {
  const word = (...words: number[]): Buffer => {
    const body = Buffer.alloc(words.length * 4)
    for (const [index, each] of words.entries()) body.writeUInt32LE(each >>> 0, index * 4)
    const head = Buffer.alloc(16)
    head.writeBigUInt64LE(1000n, 0)
    head.writeBigUInt64LE(BigInt(body.length), 8)
    return Buffer.concat([head, body, Buffer.alloc(layout.size - 16 - body.length)])
  }
  const timesOf = (page: Buffer) => readPage(page, layout).events.map(({ at }) => at)
  const event = (delta: number): [number, number] => [(delta << 5) | 1, 7]

  it.each([
    ['a delta', word(...event(5)), [1005n]],
    ['an extended time', word((3 << 5) | 30, 2, ...event(5)), [1000n + 3n + (2n << 27n) + 5n]],
    ['an absolute time', word((3 << 5) | 31, 2, ...event(5)), [3n + (2n << 27n) + 5n]],
    ['an event that was taken back', word((1 << 5) | 29, 8, 0, ...event(5)), [1006n]],
    ['a page that ends early', word(29, 0, ...event(5)), []],
    ['an event with a length of its own', word(2 << 5, 12, 7, 7, ...event(5)), [1002n, 1007n]],
  ])('%s', (_, page, times) => expect(timesOf(page)).toEqual(times))
})

describe('a page of anything', () => {
  const reads = (page: Buffer): void => {
    const { events, damage } = readPage(page, layout)
    expect(events.length).toBeLessThanOrEqual(page.length / 8)
    for (const { bytes } of events) for (const format of formats) readEvent(bytes, format)
    expect(typeof damage === 'string' || damage === undefined).toBe(true)
  }

  it('is read to its end without a throw', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 5000 }), (noise) => reads(Buffer.from(noise))))
  })

  it('that was one and has been changed anywhere is, too', () => {
    fc.assert(
      fc.property(fc.constantFrom(...pages), fc.nat(4095), fc.nat(255), fc.nat(4096), (page, at, value, length) => {
        const changed = Buffer.from(page)
        changed[at] = value
        reads(changed)
        reads(changed.subarray(0, length))
      }),
    )
  })

  it('is told as damage where it says more than it can hold', () => {
    const changed = Buffer.from(pages[0] ?? [])
    changed.writeUInt32LE(9000, layout.commit)
    expect(readPage(changed, layout).damage).toBe('9000 bytes in a page of 4096')
    expect(readPage(Buffer.alloc(3), layout).damage).toBe('a page of 3 bytes')
  })
})

describe('the formats of other kernels', () => {
  const reset = formats.find(({ name }) => name === 'tcp_send_reset')
  /** As Linux 6.1 has it: the ends are written as in every other event, and no reason is given. */
  const older = parseFormat(`name: tcp_send_reset
ID: 1700
format:
	field:unsigned short common_type;	offset:0;	size:2;	signed:0;

	field:const void * skbaddr;	offset:8;	size:8;	signed:0;
	field:const void * skaddr;	offset:16;	size:8;	signed:0;
	field:int state;	offset:24;	size:4;	signed:1;
	field:__u16 sport;	offset:28;	size:2;	signed:0;
	field:__u16 dport;	offset:30;	size:2;	signed:0;
	field:__u16 family;	offset:32;	size:2;	signed:0;
	field:__u8 saddr[4];	offset:34;	size:4;	signed:0;
	field:__u8 daddr[4];	offset:38;	size:4;	signed:0;
	field:__u8 saddr_v6[16];	offset:42;	size:16;	signed:0;
	field:__u8 daddr_v6[16];	offset:58;	size:16;	signed:0;
`)

  it('are read by what they say', () => {
    expect(formats.map((format) => canRead(format, format.name as TcpEvent['event']))).toEqual(Array(5).fill(true))
    expect(canRead(older, 'tcp_send_reset')).toBe(true)
    const event = Buffer.alloc(74)
    event.writeUInt16LE(1700, 0)
    event.writeInt32LE(10, 24)
    event.writeUInt16LE(8080, 28)
    event.writeUInt16LE(40000, 30)
    event.writeUInt16LE(2, 32)
    event.set([198, 18, 0, 129, 198, 18, 0, 1], 34)
    expect(readEvent(event, older)).toEqual({
      event: 'tcp_send_reset',
      local: '198.18.0.129:8080',
      remote: '198.18.0.1:40000',
      detail: 'TCP_LISTEN',
    })
  })

  it('that do not say enough are known for it', () => {
    expect(canRead(parseFormat('name: tcp_send_reset\nID: 5\n'), 'tcp_send_reset')).toBe(false)
    expect(canRead(parseFormat(''), 'inet_sock_set_state')).toBe(false)
    expect(parseHeaderPage('field: u64 timestamp;')).toBeUndefined()
    expect(reset?.namesOf('reason').get(1)).toBe('NO_SOCKET')
  })
})

describe('an event', () => {
  const scene = {
    endAt: (address: string, port: number) =>
      address === '198.18.0.1' ? ('client' as const) : port === 8080 ? ('server' as const) : undefined,
  }
  const event = (local: string, remote: string): TcpEvent => ({
    event: 'inet_sock_set_state',
    socket: 'ffff888100000001',
    local: local as TcpEvent['local'],
    remote: remote as TcpEvent['remote'],
    from: 'CLOSED',
    to: 'SYN-SENT',
    detail: '',
  })

  it('belongs to the end whose address it has, or to the client while it has none yet', () => {
    expect(factOf(scene, event('198.18.0.1:5', '198.18.0.129:8080'), ms(1))).toMatchObject({
      host: 'client',
      socket: 'ffff888100000001',
    })
    expect(factOf(scene, event('*:0', '198.18.0.129:8080'), ms(1))).toMatchObject({ host: 'client' })
  })

  it('of somebody else is none', () => {
    expect(factOf(scene, event('10.0.0.1:5', '10.0.0.2:6'), ms(1))).toBeUndefined()
  })
})
