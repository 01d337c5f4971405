import { holds, refuted, type Statement, statement } from '../statement.ts'

/** What is below TCP and above it. */
export const layers: readonly Statement[] = [
  statement(
    'L1',
    {
      claim: 'On the way down every layer adds its header, on the way up each takes it off: Ethernet, IP, TCP, HTTP.',
      notes: ['TCP-IP'],
      source: 'RFC 1122 §1.1.3',
    },
    holds(),
  ),
  statement(
    'L2',
    {
      claim: 'The IP header carries source and destination, by which the answer finds its way back.',
      notes: ['TCP-IP'],
      source: 'RFC 791',
    },
    holds(),
  ),
  statement(
    'L3',
    {
      claim: 'Before the first packet on a link ARP finds the MAC that belongs to an IP address.',
      notes: ['TCP-IP'],
      source: 'RFC 826',
    },
    holds(),
  ),
  statement(
    'L4',
    {
      claim: 'Through a router the IPs stay, the MACs change at each hop (ARP at each), the TTL falls.',
      notes: ['TCP-IP'],
      source: 'RFC 1812',
    },
    holds(),
  ),
  statement(
    'L5',
    {
      claim: 'IP alone does not promise delivery; losses are reported by ICMP at best.',
      notes: ['TCP-IP'],
      source: 'RFC 792',
    },
    holds(),
  ),
  statement(
    'L6',
    {
      claim: 'A name is looked up by DNS over UDP before a TCP connection is made.',
      notes: ['TCP-IP'],
      source: 'RFC 1035',
    },
    holds(),
  ),
  statement(
    'L7',
    {
      claim: 'A web request is DNS, then the handshake, then HTTP in TCP segments, then the close.',
      notes: ['TCP-IP'],
      source: 'RFC 9112',
    },
    holds(),
  ),
  statement(
    'L8',
    { claim: 'The IP layer adds the MAC addresses.', notes: ['TCP-IP'], source: 'RFC 1122 §2.1' },
    refuted('the link layer does: TCP over a link without Ethernet has none'),
  ),
  statement(
    'L9',
    {
      claim:
        'A host takes only frames for its MAC and packets for its IP, and a router picks the longest matching route.',
      notes: ['TCP-IP'],
      source: 'RFC 1122 §3.2.1.3, §3.3.1; RFC 1812 §5.2.4.3',
    },
    {
      mac: holds("a frame for another's MAC is not taken"),
      ip: holds("a packet for another's IP is not taken"),
      route: holds('of two routes that match the longer one is taken'),
    },
  ),
  statement(
    'L10',
    {
      claim: 'UDP keeps the bounds of its datagrams, TCP keeps none.',
      notes: ['TCP-IP'],
      source: 'RFC 768, RFC 9293 §2.2, §3.7',
    },
    { udp: holds('each recv() returns one datagram'), tcp: holds('one recv() returns what several write()s sent') },
  ),
  statement(
    'L11',
    {
      claim: 'The hosts file is asked before DNS; an address can be turned back into a name.',
      notes: ['TCP-IP'],
      source: 'nsswitch.conf(5), RFC 1035 §3.5',
    },
    { hosts: holds('nothing is asked over UDP for a name of the hosts file'), reverse: holds('by a PTR record') },
  ),
  statement(
    'L12',
    {
      claim: 'A MAC address hardly ever changes. IGMP carries group membership.',
      notes: ['TCP-IP'],
      source: 'RFC 3376',
    },
    { mac: refuted('one command changes it'), igmp: holds('a join is seen on the wire') },
  ),
]
