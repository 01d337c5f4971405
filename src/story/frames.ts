import { type End, type Evidence, type FrameFact, factsOf } from '../evidence.ts'
import { type Frame, withoutHints } from '../tcp.ts'

/** The frames on an end's own link in order, without what IPv6 links say to themselves (MLD, router discovery). */
export const framesAt = (evidence: Evidence, end: End): FrameFact[] =>
  factsOf(evidence, 'frame').filter(
    ({ host, frame }) => host === end && (frame.icmp?.says !== 'housekeeping' || frame.neighbour !== undefined),
  )

/** What the links carry besides TCP: questions for a MAC, ICMP, datagrams; each where its sender's or the nearer link saw it. */
export const framesBeside = (evidence: Evidence): FrameFact[] =>
  (['client', 'server'] as const).flatMap((end) =>
    framesAt(evidence, end).filter(({ frame }) => frame.flags === undefined && isTold(evidence, end, frame)),
  )

/** What crosses both links is told once, where it began. */
function isTold({ setting }: Evidence, end: End, { ip, neighbour }: Frame): boolean {
  if (neighbour || !ip) return true
  return (setting.names?.[ip.source] === 'server' ? 'server' : 'client') === end
}

/** The frame in a line; of a packet, without who on its link hands it to whom. */
export const shortFrame = (evidence: Evidence, { frame }: FrameFact): string =>
  writeFrame(evidence, frame).replace(/^\w+ > \w+ (?=IP)/, '')

/**
 * A frame in a line: who sends it to whom on this link, by their MACs, and what is in it; `all` is everybody, or whoever is in a group.
 *
 *     client > all     who-has router
 *     router > client  router is-at router
 *     client > router  IP client > server ttl 64 TCP S
 *
 * On a link without MACs it begins with IP.
 */
export function writeFrame({ setting }: Evidence, frame: Frame): string {
  const name = (address: string): string => setting.names?.[address] ?? (isGroup(address) ? 'all' : address)
  if (frame.from === undefined || frame.to === undefined) return inside(frame, name)
  return `${name(frame.from)} > ${name(frame.to)} ${inside(frame, name)}`
}

/** Of everybody on the link, or of whoever is in a group. */
export const isGroup = (mac: string): boolean =>
  mac === 'ff:ff:ff:ff:ff:ff' || mac.startsWith('33:33:') || mac.startsWith('01:00:5e:')

function inside(
  { neighbour, ip, icmp, group, ports, flags, layers, from }: Frame,
  name: (address: string) => string,
): string {
  if (neighbour) {
    return neighbour.asks
      ? `who-has ${name(neighbour.address)}`
      : `${name(neighbour.address)} is-at ${name(from ?? 'nowhere')}`
  }
  if (!ip) return layers.at(-1)?.name ?? 'nothing known'
  const way = `IP ${name(ip.source)} > ${name(ip.destination)} ttl ${ip.hops}`
  if (group) return `${way} IGMP ${group.deed} ${group.address}`
  if (icmp) return `${way} ICMP ${icmp.says}`
  if (flags !== undefined) return `${way} TCP ${withoutHints(flags)}`
  return ports ? `${way} UDP ${portOf(ports)}` : way
}

/** The end of the two whose port is not one of the moment. */
const portOf = ({ from, to }: NonNullable<Frame['ports']>): string => (to < from ? `to ${to}` : `from ${from}`)
