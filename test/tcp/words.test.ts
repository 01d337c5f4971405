import { SocketAddress } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { colons } from '../../src/tcp/ip.ts'
import {
  advance,
  distance,
  edgeBetween,
  edges,
  type Flags,
  flagsOf,
  granularity,
  ms,
  readFlags,
  readLines,
  s,
  sequence,
  states,
  writeLine,
} from '../../src/tcp.ts'

const number = fc.nat(2 ** 32 - 1)

describe('sequence numbers', () => {
  it('go round at 2^32', () => {
    expect(advance(sequence(0xffffffff), 1)).toBe(0)
    expect(distance(sequence(0xfffffff0), sequence(0x10))).toBe(0x20)
    expect(distance(sequence(0x10), sequence(0xfffffff0))).toBe(-0x20)
  })
  it('are as far apart as one was advanced', () => {
    fc.assert(
      fc.property(
        number,
        fc.integer({ min: -(2 ** 31) + 1, max: 2 ** 31 - 1 }),
        (from, by) => distance(sequence(from), advance(sequence(from), by)) === by,
      ),
    )
  })
})

describe('flags', () => {
  it('are read as they are written', () => {
    fc.assert(fc.property(fc.nat(255), (bits) => readFlags(flagsOf(bits)) === flagsOf(bits)))
  })
  it('of other letters are none', () => expect(readFlags('S,')).toBeUndefined())
})

describe('the notation', () => {
  it('is read as it is written', () => {
    const segment = fc.record({
      speaker: fc.constantFrom('client' as const, 'server' as const),
      flags: fc.integer({ min: 16, max: 31 }).map(flagsOf),
      seq: fc.integer({ min: -1e6, max: 1e6 }),
      ack: fc.integer({ min: -1e6, max: 1e6 }),
      length: fc.nat(1e5),
    })
    fc.assert(
      fc.property(segment, (written) => {
        const [line] = readLines(writeLine(written))
        expect(line).toMatchObject({
          speaker: written.speaker,
          flags: written.flags,
          seq: written.seq,
          length: written.length,
          ack: written.ack,
          lost: false,
        })
      }),
    )
  })
  it('has lines that admit any number of some kinds, lost segments and times', () => {
    expect(
      readLines('\n ... client > . F. | server > P.\n client > S lost\n +.2~+1.5 server > R. win 1'),
    ).toMatchObject([
      {
        anyOf: [
          { speaker: 'client', flags: '.' },
          { speaker: 'client', flags: 'F.' },
          { speaker: 'server', flags: '.' },
        ],
      },
      { lost: true },
      { after: [200, 1500], window: 1 },
    ])
  })
  it('has one word for the three lines of the handshake, which are what is read', () => {
    const spelled = 'client > S   0:0(0)\n server > S.  0:0(0) ack 1\n client > .   1:1(0) ack 1'
    expect(readLines(' opening ')).toEqual(readLines(spelled))
    expect(readLines('\n opening\n client > F. 1:1(0)')).toEqual(readLines(`${spelled}\n client > F. 1:1(0)`))
  })
  it.each([
    ['client > F.\nopening', /'opening' means a connection's first three segments/],
    ['opening\nopening', /no line may stand before it/],
    ['... client > S\nopening', /no line may stand before it/],
    ['opening lost', /'opening lost'.*must name client or server/],
    ['opening client > .', /must name client or server, not 'opening'/],
    ['Opening', /not 'Opening'/],
    ['+.2~+.3 opening', /not 'opening'/],
    ['opening:', /not 'opening:'/],
    ['client > opening', /'opening' has no meaning/],
    ['... opening', /it must say who may send what/],
    ['__proto__', /not '__proto__'/],
    ['router > S', /'router > S'.*must name client or server/],
    ['client S', /'>' must follow client/],
    ['client > S 0:5(4)', /0:5 is not 4 bytes/],
    ['client > S ack', /a number must follow 'ack'/],
    ['client > S win -1', /a number must follow 'win'/],
    ['client > S nonsense', /'nonsense' has no meaning/],
    ['...', /'...': it must say who may send what; an example is: /],
    ['... router > S', /it must say who may send what/],
    ['... client .', /must follow '>'/],
    ['... client >', /must follow '>'/],
    ['... client > . | server > nonsense', /'nonsense' has no meaning/],
  ])('refuses %s and quotes it', (text, message) => expect(() => readLines(text)).toThrow(message))
})

describe('IPv6 addresses', () => {
  it('are written as Node writes them', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 0, 1, 0xfd1a, 0xffff), { minLength: 8, maxLength: 8 }), (groups) => {
        // The mapped and compatible forms, which end in an IPv4 address, never occur on the labs' links.
        fc.pre(groups.slice(0, 5).some((group) => group !== 0))
        const packet = Buffer.alloc(16)
        for (const [index, group] of groups.entries()) packet.writeUInt16BE(group, index * 2)
        const long = groups.map((group) => group.toString(16)).join(':')
        expect(colons(packet, 0)).toBe(
          new URL(`http://[${new SocketAddress({ address: long, family: 'ipv6' }).address}]`).hostname.slice(1, -1),
        )
      }),
    )
  })
})

describe("the kernel's timers fire late by no more than their wheel's level, and a tick", () => {
  const cases = [
    [250, ms(200), 4], [250, s(1.9), 32], [250, s(15), 256], [250, s(60), 2048],
    [1000, ms(60), 1], [1000, ms(500), 8], [1000, s(3.9), 64], [1000, s(30), 512], [1000, s(60), 4096],
  ] as const // biome-ignore format: a table
  it.each(cases)('HZ %i, %i ms: %i ms', (hz, delay, level) => expect(granularity(delay, hz)).toBe(level + 1000 / hz))
})

describe('the diagram', () => {
  it('has the 21 edges of figure 5 first, each between states that there are', () => {
    expect(edges.filter(({ source }) => source === 'figure 5')).toHaveLength(21)
    expect(edges[4]).toMatchObject({ from: 'LISTEN', to: 'SYN-SENT', on: 'SEND' })
    expect(edges[20]).toMatchObject({ from: 'TIME-WAIT', to: 'CLOSED', on: '2 MSL' })
    for (const { from, to } of edges) expect(states).toEqual(expect.arrayContaining([from, to]))
  })
  it('has no way from CLOSE-WAIT to TIME-WAIT', () => expect(edgeBetween('CLOSE-WAIT', 'TIME-WAIT')).toBeUndefined())
  it('prints unknown bits as nothing', () => expect(flagsOf(0)).toBe('' as Flags))
})
