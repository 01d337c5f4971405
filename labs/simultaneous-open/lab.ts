import { lab, s, settling } from '#lab'

const clientPort = 5000

export default lab({
  title: 'Both ends open at once: two SYNs cross, nobody listens, and the result is one connection',
  zh: '双方同时打开：两个 SYN 交错而过，无人监听，结果建立一个连接',
  lesson: { chapter: 'opening', step: 7 },
  cites: 'RFC 9293 section 3.5, figure 7',
  settles: ['O13'],
  network: { retransmitAfter: s(10) },

  async play(stage) {
    const { server, client, until } = stage
    const { clientSynAck, serverSynAck } = await stage.openAtOnce(clientPort)
    await clientSynAck.release()
    await until(server.reaches('ESTABLISHED'))
    await serverSynAck.release()
    await until(client.reaches('ESTABLISHED'))
    await until(client.says('connected'))
    await until(server.says('connected'))
  },

  claims: ({ server, client, wire }) =>
    settling('O13').by(
      wire.shows`
        client > S   0:0(0)
        server > S   0:0(0)
        server > S.  0:0(0) ack 1
        client > S.  0:0(0) ack 1
        server > .   1:1(0) ack 1
        client > .   1:1(0) ack 1
      `,
      client.passes('SYN-SENT', 'SYN-RECEIVED', 'ESTABLISHED'),
      server.passes('SYN-SENT', 'SYN-RECEIVED', 'ESTABLISHED'),
      client.isShownIn('SYN-SENT', 'SYN-RECEIVED', 'ESTABLISHED'),
      server.isShownIn('SYN-SENT', 'SYN-RECEIVED', 'ESTABLISHED'),
      client.says('connected'),
      server.says('connected'),
    ),

  variants: {
    itself: {
      title: 'a socket connects to itself: one end, one port, and the same steps',
      zh: '套接字连接到它自己：一个端、一个端口，步骤相同',
      network: { loopback: true },
      client: './variants/itself.ts',
      async play({ client, server, until }) {
        client.start()
        await until(client.says('connected'))
        await until(server.reaches('ESTABLISHED'))
        client.cue('send a byte')
        await until(client.says('received 1'))
      },
      // The socket has the port that the server would have, so that it counts as the server's end.
      claims: ({ server, client, wire }) =>
        settling('O13').by(
          wire.shows`
            client > S   0:0(0)
            client > S.  0:0(0) ack 1
            client > .   1:1(0) ack 1
            client > P.  1:2(1) ack 1
            client > .   2:2(0) ack 2
          `,
          server.passes('SYN-SENT', 'SYN-RECEIVED', 'ESTABLISHED'),
          server.isShownIn('ESTABLISHED'),
          client.says('received 1'),
        ),
    },
  },

  twins: {
    'server-listens': {
      title: 'the server listens, as servers do: one SYN, no crossing',
      server: '../programs/server-listens.ts',
      async play({ client, establish, until }) {
        await establish()
        await until(client.says('connected'))
      },
      breaks: ({ server, client }) => [
        client.passes('SYN-SENT', 'SYN-RECEIVED', 'ESTABLISHED'),
        server.passes('SYN-SENT', 'SYN-RECEIVED', 'ESTABLISHED'),
      ],
    },
    'nothing-is-held': {
      title: "the client's SYN arrives before the server has sent its own",
      faults: 'none',
      breaks: ({ client }) => [client.passes('SYN-SENT', 'SYN-RECEIVED', 'ESTABLISHED'), client.says('connected')],
    },
  },
})
