import { isIP } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { macs, namesOf, type Plan, planIPv4, planIPv6 } from '../../src/network/addresses.ts'

const slots = fc.integer({ min: 0, max: 511 })
const own = ({ client, clientGateway, server, serverGateway, peer }: Plan): string[] => [
  ...[client, clientGateway, server, serverGateway],
  ...Object.values(peer),
]
const numbers = [0, 1, 63, 64, 99]

describe.each([
  ['IPv4', planIPv4, 4, /^198\.1[89]\./],
  ['IPv6', planIPv6, 6, /^fd/],
] as const)('the addresses of a run over %s', (_, plan, version, block) => {
  it('are addresses, in the block that is set aside for such', () => {
    fc.assert(
      fc.property(slots, (slot) => {
        const all = [
          ...own(plan(slot)),
          ...numbers.flatMap((each) => (['client', 'server'] as const).map((end) => plan(slot).nobody(end, each))),
        ]
        for (const address of all) expect({ address, version: isIP(address) }).toEqual({ address, version })
        for (const address of all) expect(address).toMatch(block)
      }),
    )
  })

  it('are no other run’s', () => {
    const all = Array.from({ length: 512 }, (_, slot) => own(plan(slot))).flat()
    expect(new Set(all).size).toBe(512 * 6)
  })

  it('are nobody’s where nobody is to live, as many as are asked for', () => {
    fc.assert(
      fc.property(slots, (slot) => {
        for (const end of ['client', 'server'] as const) {
          const nobodys = Array.from({ length: 100 }, (_, each) => plan(slot).nobody(end, each))
          expect(new Set([...nobodys, ...own(plan(slot))]).size).toBe(106)
          expect(nobodys.every((address) => plan(slot).isOnClientsLink(address))).toBe(end === 'client')
        }
      }),
    )
  })

  it('lie on the client’s link or do not', () => {
    fc.assert(
      fc.property(slots, slots, (slot, other) => {
        const { client, clientGateway, peer, server, serverGateway, serverToo, vacant, isOnClientsLink } = plan(slot)
        expect([client, clientGateway, peer.client].map(isOnClientsLink)).toEqual([true, true, true])
        const onServers = [server, serverGateway, peer.server, serverToo, vacant]
        expect(onServers.map(isOnClientsLink)).toEqual(onServers.map(() => false))
        if (other !== slot) expect(isOnClientsLink(plan(other).client)).toBe(false)
      }),
    )
  })

  it('are named by whose they are', () => {
    const names = namesOf(plan(7))
    expect(
      [plan(7).client, plan(7).clientGateway, plan(7).serverGateway, plan(7).server].map((each) => names[each]),
    ).toEqual(['client', 'router', 'router', 'server'])
    expect(Object.values(macs).map((each) => names[each])).toEqual(['client', 'router', 'server', 'router', 'stranger'])
    expect([plan(7).serverToo, plan(7).vacant].map((each) => names[each])).toEqual(['server', 'nobody'])
  })
})
