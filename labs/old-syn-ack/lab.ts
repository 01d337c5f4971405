import { lab, settling } from '#lab'

export default lab({
  title:
    'A client in SYN-SENT answers a SYN+ACK for an old SYN with a RST, stays there, and then succeeds with its own SYN',
  zh: '处于 SYN-SENT 的客户端对确认旧 SYN 的 SYN+ACK 回以 RST，状态不变，它自己的 SYN 随后成功',
  lesson: { chapter: 'opening', step: 11 },
  cites: 'RFC 9293 section 3.5 (figure 8) and section 3.10.7.3',
  settles: ['O18'],
  network: { rawPeer: 'server' },
  client: '../programs/client-connects.ts',

  async play({ server, client, until }) {
    server.start()
    await until(server.says('listening'))
    client.start()
    await until(server.says('was reset'))
    await until(client.reaches('SYN-SENT'))
    server.cue('answer what comes now')
    await until(server.says('open'))
    await until(client.says('connected'))
  },

  claims: ({ server, client, wire }) =>
    settling('O18').by(
      wire.shows`
        client > S   0:0(0)
        ... client > S
        server > S.  0:0(0) ack -9
        client > R   -9:-9(0)
        client > S   0:0(0)
        ... client > S
        server > S.  0:0(0) ack 1
        client > .   1:1(0) ack 1
      `,
      client.passes('SYN-SENT', 'ESTABLISHED'),
      client.isShownIn('SYN-SENT'),
      client.counts('Tcp.OutRsts', 1),
      client.says('connected'),
      server.says('open'),
    ),

  twins: {
    'server-answers': {
      title: 'the server answers the SYN that has arrived',
      server: './twins/answers.ts',
      breaks: ({ client }) => [client.counts('Tcp.OutRsts', 1)],
    },
    'reset-is-lost': {
      title: 'the RST is lost, and the server carries on with an old connection',
      disturb: ({ router }) => router.lose({ from: 'client', flags: 'R' }),
      breaks: ({ server, client }) => [server.says('open'), client.says('connected')],
    },
  },
})
