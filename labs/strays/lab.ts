import { lab, type Stage, settling } from '#lab'

async function sendFour({ server, client, link, until, addresses }: Stage) {
  server.start()
  await until(server.says('bound'))
  client.start()
  client.cue(addresses.server)
  await until(server.says('received datagram 1'))
  client.cue(addresses.ofStrangersMac ?? '')
  await until(link('server').has('router > stranger IP client > server ttl 63 UDP to 8080'))
  client.cue(addresses.ofNobody ?? '')
  await until(link('server').has('router > server IP client > nobody ttl 63 UDP to 8080'))
  client.cue(addresses.server)
  await until(server.says('received datagram 4'))
}

export default lab({
  title: 'A host accepts only frames for its MAC, and of those only packets for its IP address',
  zh: '主机只接收发给自己 MAC 地址的帧，其中又只接收发给自己 IP 地址的分组',
  lesson: { chapter: 'layers', step: 6 },
  cites: 'RFC 1122 section 3.2.1.3; RFC 894',
  settles: ['L9/mac', 'L9/ip'],
  network: { frames: true, strays: 'go astray' },
  client: '../programs/client-sends-datagrams.ts',
  server: '../programs/server-takes-datagrams.ts',

  play: sendFour,

  claims: ({ server, link }) => [
    // All four are on the server's wire.
    ...settling('L9/mac', 'L9/ip').by(
      link('server').shows`
        router > server    IP client > server ttl 63 UDP to 8080
        router > stranger  IP client > server ttl 63 UDP to 8080
        router > server    IP client > nobody ttl 63 UDP to 8080
        router > server    IP client > server ttl 63 UDP to 8080
      `,
      server.says('received datagram 1'),
      server.says('received datagram 4'),
    ),
    server.neverSays('received datagram 2').settling('L9/mac'),
    server.neverSays('received datagram 3').settling('L9/ip'),
  ],

  twins: {
    'all-are-its-own': {
      title: "the stranger's MAC is the server's, and so is nobody's address",
      network: { strays: 'arrive' },
      breaks: ({ server }) => [server.neverSays('received datagram 2'), server.neverSays('received datagram 3')],
    },
    'server-reads-nothing': {
      title: 'the server does not read',
      server: './twins/mute.ts',
      breaks: ({ server }) => [server.says('received datagram 1'), server.says('received datagram 4')],
    },
  },
})
