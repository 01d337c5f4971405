import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitsPrinted, type Letters, readPrinted, readPrintedLines } from '../../src/claims/wire/printed-line.ts'

/** The captures of the note itself (2013), without the times. */
const opening = [
  'IP6 localhost.44910 > localhost.ssh: Flags [S], seq 3120401438, win 32752, options [mss 16376,sackOK,TS val 1319756 ecr 0,nop,wscale 7], length 0',
  'IP6 localhost.ssh > localhost.44910: Flags [S.], seq 404185237, ack 3120401439, win 32728, options [mss 16376,sackOK,TS val 1319756 ecr 1319756,nop,wscale 7], length 0',
  'IP6 localhost.44910 > localhost.ssh: Flags [.], ack 404185238, win 256, options [nop,nop,TS val 1319756 ecr 1319756], length 0',
  'IP6 localhost.ssh > localhost.44910: Flags [P.], seq 404185238:404185259, ack 3120401439, win 256, options [nop,nop,TS val 1319781 ecr 1319756], length 21',
  'IP6 localhost.44910 > localhost.ssh: Flags [.], ack 404185259, win 256, options [nop,nop,TS val 1319781 ecr 1319781], length 0',
]

function agree(text: string, lines: readonly string[]): boolean {
  const letters: Letters = new Map()
  return readPrintedLines(text).every((wanted, index) => {
    const printed = readPrinted(lines[index] ?? '')
    return printed !== undefined && fitsPrinted(wanted, printed, letters)
  })
}

describe("tcpdump's lines", () => {
  it("of the note's own opening fit what the note makes of them", () => {
    const text = `
      client > [S]  seq x
      server > [S.] seq y ack x+1
      client > [.]  ack y+1
      server > [P.] seq y+1:z ack x+1
      client > [.]  ack z
    `
    expect(agree(text, opening)).toBe(true)
  })

  it.each([
    ['another flag', 'client > [F.] seq x'],
    ['a number that is not the one before plus one', 'client > [S] seq x\nserver > [S.] seq y ack x'],
    ['an ack where there is none', 'client > [S] seq x ack y'],
    ['a range where there is none', 'client > [S] seq x:y'],
  ])('do not fit %s', (_, text) => expect(agree(text, opening)).toBe(false))

  it('fit numbers that have gone round', () => {
    const lines = [
      'IP a.1 > b.2: Flags [S], seq 4294967295, win 1, length 0',
      'IP b.2 > a.1: Flags [S.], seq 5, ack 0, win 1, length 0',
    ]
    expect(agree('client > [S] seq x\nserver > [S.] seq y ack x+1', lines)).toBe(true)
  })

  it.each([
    'IP 10.0.0.1.53 > 10.0.0.2.53: 4711 A? web.lab. (25)',
    'ARP, Request who-has 10.0.0.1',
    '',
    'IP6 truncated-ip6',
  ])('of what is no segment are none: %j', (line) => expect(readPrinted(line)).toBe(undefined))

  it('are read or not, and nothing else, whatever they are', () => {
    fc.assert(fc.property(fc.string(), (line) => void readPrinted(`IP6 a.1 > b.2: Flags [S], ${line}`)))
  })

  it.each(['client > S seq x', 'client [S]', 'router > [S]', 'client > [S] seq', 'client > [S] ack x seq y'])(
    'are asked for in their form only: %s',
    (text) => expect(() => readPrintedLines(text)).toThrow(/is not a line as tcpdump prints it; one looks like/),
  )
})
