import { lab, type Stage, settling, type Words } from '#lab'

/**
 * The server is stopped, and two connections wait for it. The SYNs of two more are answered before either's ACK arrives, for
 * a full queue would drop the SYN itself.
 */
async function fillQueue({ server, client, router, connection, until }: Stage) {
  server.start()
  await until(server.says('listening'))
  server.signal('SIGSTOP')
  client.start()
  await until(connection(2).server.reaches('ESTABLISHED'))
  const acks = await router.hold({ from: 'client', flags: '.', first: 2 })
  client.cue('open two more')
  await until(connection(4).server.reaches('SYN-RECEIVED'))
  await until(connection(4).client.reaches('ESTABLISHED'))
  await acks.release()
  await until(connection(3).server.reaches('ESTABLISHED'))
}

const roomForThree = ({ connections, server }: Words) =>
  settling('O4/queue-full').by(
    connections(
      1,
      3,
      ({ wire }) => wire.shows`
        client > S   0:0(0)
        server > S.  0:0(0) ack 1
        client > .   1:1(0) ack 1
      `,
    ),
    server.showsBacklog(2),
    connections(1, 3, ({ client }) => client.passes('SYN-SENT', 'ESTABLISHED')),
    connections(1, 3, ({ server }) => server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED')),
  )

export default lab({
  title:
    'When the accept queue is full the third segment opens nothing: the client is ESTABLISHED, the server still SYN-RECEIVED',
  zh: '全连接队列已满时，第三次握手的报文段不起作用：客户端已是 ESTABLISHED，服务器仍在 SYN-RECEIVED',
  lesson: { chapter: 'opening', step: 5 },
  cites: 'RFC 9293 section 3.5; listen(2)',
  settles: ['O4/queue-full', 'Q5/queue-full'],

  async play(stage) {
    const { server, connection, until } = stage
    await fillQueue(stage)
    server.signal('SIGCONT')
    await until(connection(4).server.reaches('ESTABLISHED'))
    await until(server.says('accepted 4'))
  },

  holds: ({ connection }) => connection(3).server.reaches('ESTABLISHED'),

  claims: (words) => [
    ...roomForThree(words),
    ...settling('O4/queue-full').by(
      // The server's kernel takes the fourth client's ACK for lost, and repeats its SYN+ACK until there is room.
      words.connection(4).wire.shows`
        client > S   0:0(0)
        server > S.  0:0(0) ack 1
        client > .   1:1(0) ack 1
        server > S.  0:0(0) ack 1
        client > .   1:1(0) ack 1
        ... server > S. | client > .
      `,
      words.connection(4).client.passes('SYN-SENT', 'ESTABLISHED'),
      words.connection(4).server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED'),
      words.connection(4).server.isShownIn('SYN-RECEIVED'),
      words.connection(4).client.isShownIn('ESTABLISHED'),
      words.server.counts('TcpExt.ListenOverflows', 1, Number.POSITIVE_INFINITY),
    ),
  ],

  variants: {
    'abort-on-overflow': {
      title: 'the kernel is told to answer with a RST a third segment that finds no room',
      zh: '让内核对放不进队列的第三次握手报文段回以 RST',
      // The server is stopped to the end.
      accepts: 'not all',
      network: { sysctls: { server: { 'net.ipv4.tcp_abort_on_overflow': 1 } } },
      async play(stage) {
        await fillQueue(stage)
        await stage.until(stage.connection(4).client.reaches('CLOSED'))
        await stage.until(stage.client.says('failed 4: ECONNRESET'))
      },
      claims: (words) => [
        ...roomForThree(words),
        ...settling('O4/queue-full', 'Q5/queue-full').by(
          words.connection(4).wire.shows`
            client > S   0:0(0)
            server > S.  0:0(0) ack 1
            client > .   1:1(0) ack 1
            server > R   1:1(0)
          `,
          words.connection(4).client.passes('SYN-SENT', 'ESTABLISHED', 'CLOSED'),
          words.connection(4).server.passes('LISTEN', 'SYN-RECEIVED', 'CLOSED'),
          words.client.says('failed 4: ECONNRESET'),
        ),
      ],
    },
  },

  twins: {
    'room-for-all': {
      title: 'the server has room for many',
      server: './twins/roomy.ts',
      breaks: ({ server }) => [server.counts('TcpExt.ListenOverflows', 1, Number.POSITIVE_INFINITY)],
    },
    'abort-on-overflow': {
      title: 'the kernel is told to answer with a RST',
      network: { sysctls: { server: { 'net.ipv4.tcp_abort_on_overflow': 1 } } },
      breaks: ({ connection }) => [
        connection(4).client.passes('SYN-SENT', 'ESTABLISHED'),
        connection(4).server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED'),
      ],
    },
  },
})
