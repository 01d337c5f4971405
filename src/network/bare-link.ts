import { HostLacks } from '../errors.ts'
import type { Host } from '../evidence.ts'
import { within } from '../system/calls.ts'
import { run } from '../system/command.ts'
import type { Plan } from './addresses.ts'
import { netOf } from './anchors.ts'

/**
 * A link that carries IP packets and nothing below them: devices of VXLAN-GPE at both ends (link/none, no MAC), which pack
 * each packet into UDP for a veth beneath. No capture of a run's listens there.
 */
const beneath = { device: 'beneath', client: '169.254.7.1', router: '169.254.7.2' } as const

/** It is made where it is to be: its UDP goes through the namespace that it was made in. */
const device = (host: Host, name: string): Promise<string> =>
  within({ net: netOf(host) }, () =>
    run('ip', ['link', 'add', name, 'type', 'vxlan', 'external', 'gpe', 'dstport', '4790']),
  )

/** Joins the client and the router so. */
export async function addBareLink(): Promise<void> {
  const veth = ['type', 'veth', 'peer', 'name', beneath.device, 'netns', 'router']
  try {
    await run('ip', ['link', 'add', beneath.device, 'netns', 'client', ...veth])
    await Promise.all([device('client', 'eth0'), device('router', 'client')])
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new HostLacks(`this kernel offers no link without Ethernet that a run could use (VXLAN-GPE): ${why}`)
  }
}

/** What the host's end of it is set to before anything is sent over it, as `ip -batch` takes it. */
export const bareLinkOf = (host: 'client' | 'router'): readonly string[] => [
  `addr add ${beneath[host]}/30 dev ${beneath.device}`,
  // An outer header must not make two packets of one.
  `link set ${beneath.device} mtu 2000 up`,
]

/** The routes over it: what is sent to the client, and what the client sends to anybody. */
export const routesOverBareLink = (plan: Plan): Readonly<Record<'client' | 'router', string>> => ({
  // Written so that ip knows the family by it.
  client: `route add ${plan.prefix === 64 ? '::/0' : '0.0.0.0/0'} encap ip id 7 dst ${beneath.router} dev eth0`,
  router: `route add ${plan.client} encap ip id 7 dst ${beneath.client} dev client`,
})
