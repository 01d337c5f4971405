import { lab, s, settling, type Words } from '#lab'

const clientsLink = ({ link }: Words) => link('client').shows`
  client > all     who-has router
  router > client  router is-at router
  client > router  IP client > server ttl 64 TCP S
  router > client  IP server > client ttl 63 TCP S.
  ...
`

const serversLink = ({ link }: Words) => link('server').shows`
  router > all     who-has server
  server > router  server is-at server
  router > server  IP client > server ttl 63 TCP S
  server > router  IP server > client ttl 64 TCP S.
  ...
`

export default lab({
  title: 'Through a router the IP addresses stay, the MACs are new on each link, and the TTL drops by one',
  zh: '经过路由器时 IP 地址不变，每条链路上的 MAC 地址是新的，TTL 减 1',
  lesson: { chapter: 'layers', step: 3 },
  cites: 'RFC 1812 sections 4.2.2.9 and 5.2; RFC 791; RFC 8200 section 3',
  settles: ['L2', 'L4'],
  network: { frames: true, askNeighbours: true, retransmitAfter: s(10) },

  async play({ client, establish, until }) {
    await establish()
    await until(client.says("received 'welcome'"))
    await until(client.acknowledges(8))
  },

  claims: (words) => [
    ...settling('L2', 'L4').by(clientsLink(words), serversLink(words)),
    words.carriesThrough('hello').settling('L4'),
    words.carriesThrough('welcome', 'server').settling('L2', 'L4'),
    words.wire.shows`
      opening
      client > P.  1:6(5) ack 1
      server > .   1:1(0) ack 6
      server > P.  1:8(7) ack 6
      client > .   6:6(0) ack 8
    `,
    words.client.passes('SYN-SENT', 'ESTABLISHED'),
    words.server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED'),
    words.client.says("received 'welcome'").settling('L2'),
  ],

  twins: {
    'server-is-mute': {
      title: 'the server does not answer',
      server: './twins/mute.ts',
      breaks: ({ client, carriesThrough }) => [carriesThrough('welcome', 'server'), client.says("received 'welcome'")],
    },
    'other-ttl': {
      title: "the client's host gives its packets another TTL",
      network: { sysctls: { client: { 'net.ipv4.ip_default_ttl': 32 } } },
      breaks: (words) => [clientsLink(words), serversLink(words)],
    },
  },
})
