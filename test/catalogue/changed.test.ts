import { describe, expect, it } from 'vitest'
import { changedLab } from '../../src/catalogue/changed.ts'
import { loadLab } from '../../src/catalogue.ts'
import type { Lab } from '../../src/lab.ts'
import { ms, s } from '../../src/tcp.ts'

const { network: _, ...bare } = await loadLab('close-wait')
const lab: Lab = {
  ...bare,
  network: {
    frames: true,
    retransmitAfter: s(10),
    sysctls: { client: { 'net.ipv4.tcp_sack': 0, 'net.ipv4.tcp_ecn': 0 }, server: { 'net.ipv4.tcp_ecn': 1 } },
  },
}

describe('the network of a variant, and of its twin', () => {
  it("is the lab's with each wish of theirs, and each kernel parameter, in place of the lab's", () => {
    const variant = { network: { rawPeer: true, sysctls: { client: { 'net.ipv4.tcp_ecn': 2 } } } }
    const twin = { network: { retransmitAfter: ms(200), sysctls: { server: { 'net.ipv4.tcp_sack': 0 } } } }
    expect(changedLab(lab, variant, twin).network).toEqual({
      frames: true,
      rawPeer: true,
      retransmitAfter: 200,
      sysctls: {
        client: { 'net.ipv4.tcp_sack': 0, 'net.ipv4.tcp_ecn': 2 },
        router: {},
        server: { 'net.ipv4.tcp_ecn': 1, 'net.ipv4.tcp_sack': 0 },
      },
    })
  })

  it("is the lab's own where they wish for nothing, and theirs where the lab wishes for nothing", () => {
    expect(changedLab(lab, {}, {}).network).toEqual(lab.network)
    expect(changedLab(bare, {}, { network: { frames: true } }).network).toEqual({ frames: true })
    expect(changedLab(bare, {}, {})).not.toHaveProperty('network')
  })
})
