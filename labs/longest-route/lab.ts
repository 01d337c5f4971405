import { lab, type Stage, settling, type Words } from '#lab'

async function sendOne({ server, client, link, until }: Stage) {
  server.start()
  await until(server.says('bound'))
  client.start()
  client.cue('')
  await until(link('client').has('client > router IP client > server ttl 64 UDP to 8080'))
}

const arrives = ({ link, server }: Words) => [
  link('client').shows`
    client > router  IP client > server ttl 64 UDP to 8080
  `,
  link('server').shows`
    router > server  IP client > server ttl 63 UDP to 8080
  `,
  server.says('received datagram 1'),
]

/** By a host, or over IPv6 a network, that cannot be reached. */
const isTurnedAway = ({ link }: Pick<Words, 'link'>) => link('client').shows`
  client > router  IP client > server ttl 64 UDP to 8080
  router > client  IP router > client ttl 64 ICMP
`

export default lab({
  title: 'Of the routes that match an address, a router takes the one with the longest prefix',
  zh: '与地址匹配的多条路由中，路由器选取最长的一条',
  lesson: { chapter: 'layers', step: 7 },
  cites: 'RFC 1812 section 5.2.4.3; RFC 4632 section 5.1',
  settles: ['L9/route'],
  network: { frames: true, deadEnd: 'for all' },
  client: '../programs/client-sends-datagrams.ts',
  server: '../programs/server-takes-datagrams.ts',

  async play(stage) {
    await sendOne(stage)
    await stage.until(stage.server.says('received datagram 1'))
  },

  claims: (words) => settling('L9/route').by(...arrives(words)),

  variants: {
    'longer-dead-end': {
      title: "the route that leads nowhere is for the server's address alone, and there is no longer one",
      zh: '通向死路的路由只对应服务器这一个地址，没有比它更长的',
      network: { deadEnd: 'for the server' },
      async play(stage) {
        await sendOne(stage)
        await stage.until(isTurnedAway(stage))
      },
      claims: ({ server, link }) =>
        settling('L9/route').by(isTurnedAway({ link }), server.neverSays('received datagram 1')),
    },
  },

  twins: {
    'longer-dead-end': {
      title: "the route that leads nowhere is for the server's address alone",
      network: { deadEnd: 'for the server' },
      breaks: arrives,
    },
    'datagram-is-lost': {
      title: 'the datagram is lost',
      disturb: ({ router }) => router.lose({ from: 'client', protocol: 'UDP' }),
      breaks: ({ server }) => [server.says('received datagram 1')],
    },
  },
})
