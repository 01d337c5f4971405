import { describe, expect, it } from 'vitest'
import { changedSysctls, hosts, sysctlsOf } from '../../src/network/sysctls.ts'

const names = (settings: object): string[] => Object.keys(settings)

describe('the kernel parameters of a host', () => {
  it('are pinned at the ends, and the router is told to forward and to wait for neighbours', () => {
    for (const end of ['client', 'server'] as const) {
      const settings = sysctlsOf(end, { family: 'IPv4' })
      expect(settings).toMatchObject({ 'net.ipv4.tcp_fin_timeout': 60, 'net.ipv4.tcp_retries2': 15 })
      // Else a machine that forwards for its containers would have ends that forward what strays to them.
      expect(settings).toMatchObject({ 'net.ipv4.ip_forward': 0, 'net.ipv4.conf.default.arp_ignore': 0 })
    }
    const router = sysctlsOf('router', { family: 'IPv4' })
    expect(router).toMatchObject({ 'net.ipv4.ip_forward': 1, 'net.ipv4.neigh.client.mcast_solicit': 1000 })
    expect(router).toMatchObject({ 'net.ipv4.conf.all.rp_filter': 0 })
    expect(names(router).some((name) => name.includes('.tcp_'))).toBe(false)
  })

  it('keep IPv6 out of a run over IPv4, and of a run over IPv6 what it says of itself', () => {
    for (const host of hosts) {
      expect(sysctlsOf(host, { family: 'IPv4' })).toMatchObject({ 'net.ipv6.conf.all.disable_ipv6': 1 })
      const settings = sysctlsOf(host, { family: 'IPv6' })
      expect(settings).not.toHaveProperty('net.ipv6.conf.all.disable_ipv6')
      expect(settings).toMatchObject({ 'net.ipv6.conf.all.accept_dad': 0 })
    }
    expect(sysctlsOf('router', { family: 'IPv6' })).toMatchObject({
      'net.ipv6.conf.all.forwarding': 1,
      'net.ipv6.neigh.server.unres_qlen_bytes': 1048576,
    })
    expect(sysctlsOf('server', { family: 'IPv6' })).toMatchObject({ 'net.ipv6.conf.all.forwarding': 0 })
  })

  it('are the lab’s own where it wishes for others, at that host only', () => {
    const wishes = { family: 'IPv4', sysctls: { client: { 'net.ipv4.tcp_fin_timeout': 2 } } } as const
    expect(sysctlsOf('client', wishes)['net.ipv4.tcp_fin_timeout']).toBe(2)
    expect(sysctlsOf('server', wishes)['net.ipv4.tcp_fin_timeout']).toBe(60)
  })
})

describe('parameters that somebody has changed', () => {
  it('are told with what they were and are; of several numbers the kernel’s tabs are no change', () => {
    expect(changedSysctls({ 'kernel.ostype': 'Linux' })).toEqual([])
    expect(changedSysctls({ 'kernel.ostype': 'Minix' })).toEqual([{ name: 'kernel.ostype', was: 'Minix', is: 'Linux' }])
    const [range] = changedSysctls({ 'net.ipv4.ip_local_port_range': '0 0' })
    expect(range?.is).toMatch(/^\d+ \d+$/)
    expect(changedSysctls({ 'net.ipv4.ip_local_port_range': range?.is ?? '' })).toEqual([])
  })
})
