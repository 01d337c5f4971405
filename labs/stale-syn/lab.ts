import { lab, type Stage, s, settling, type Words } from '#lab'

/** The first SYN lingers in the router while its repetition opens, uses and closes the connection. */
async function openUseClose(stage: Stage) {
  const { server, client, router, until } = stage
  const stale = await router.hold({ from: 'client', flags: 'S', first: 1 })
  await stage.establish()
  await until(server.says('received 5'))
  await stage.clientCloses()
  server.cue('close')
  await until(server.reaches('CLOSED'))
  await until(client.reaches('CLOSED'))
  return stale
}

const segments = ({ wire }: Words) => wire.shows`
  client > S   0:0(0)
  client > S   0:0(0)
  server > S.  0:0(0) ack 1
  client > .   1:1(0) ack 1
  client > P.  1:6(5) ack 1
  server > .   1:1(0) ack 6
  client > F.  6:6(0) ack 1
  server > .   1:1(0) ack 7
  server > F.  1:1(0) ack 7
  client > .   7:7(0) ack 2
`

const forgets = ({ client }: Words) => client.passes('SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'CLOSED')

const states = (words: Words) => [
  forgets(words),
  words.server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT', 'LAST-ACK', 'CLOSED'),
]

/** A second connection to the server, to the client none at all. */
const isRefused = ({ connection }: Words) => connection(2).server.passes('SYN-RECEIVED', 'CLOSED')

/** Its client sends bytes with a SYN, and its server takes them from a SYN, without a cookie: 1 and 4; 2, 0x200 and 0x400 (ip-sysctl). */
const fastOpen = {
  client: { 'net.ipv4.tcp_fastopen': 5 },
  server: { 'net.ipv4.tcp_fastopen': 0x603 },
}

/** No host may remember the connection when its old SYN arrives, and TIME-WAIT would for a minute. */
const forgetful = { 'net.ipv4.tcp_max_tw_buckets': 0 }
const mindful = { 'net.ipv4.tcp_max_tw_buckets': 131_072 }

export default lab({
  title:
    'A SYN that arrives after its connection is gone draws a SYN+ACK, and the RST in reply ends it: what the third step is for',
  zh: '连接消失之后才到达的 SYN 得到 SYN+ACK，应答它的 RST 了结此事：这正是第三次握手的用处',
  lesson: { chapter: 'opening', step: 8 },
  cites: 'RFC 9293 sections 3.5.1 (figure 11), 3.10.7.1 and 3.10.7.4',
  settles: ['O11/reset', 'O11/ignored', 'O12/three-steps', 'O12/two-steps'],
  network: { sysctls: { client: forgetful } },

  async play(stage) {
    const { router, connection, until } = stage
    const stale = await openUseClose(stage)
    const reset = await router.hold({ from: 'client', flags: 'R' })
    await stale.release()
    await until(connection(2).server.reaches('SYN-RECEIVED'))
    await reset.release()
    await until(connection(2).server.reaches('CLOSED'))
  },

  claims: (words) => [
    segments(words),
    ...states(words),
    ...settling('O11/reset', 'O11/ignored').by(
      words.connection(2).wire.shows`
        server > S.  0:0(0) ack 1
        client > R   1:1(0)
      `,
      isRefused(words),
      words.connection(2).server.isShownIn('SYN-RECEIVED'),
      words.server.counts('TcpExt.EmbryonicRsts', 1),
      words.server.neverSays('accepted 2'),
    ),
  ],

  variants: {
    'silenced-client': {
      title: "the client's RST is lost: with two steps the server would now hold a connection that nobody uses",
      zh: '客户端的 RST 丢失：若是两次握手，服务器这时就会保有一个无人使用的连接',
      takes: s(5),
      network: { sysctls: { server: { 'net.ipv4.tcp_synack_retries': 1 } } },
      async play(stage) {
        const { router, connection, until } = stage
        const stale = await openUseClose(stage)
        await router.lose({ from: 'client', flags: 'R' })
        await stale.release()
        await until(connection(2).server.reaches('SYN-RECEIVED'))
        await until(connection(2).server.reaches('CLOSED'))
      },
      claims: (words) => [
        segments(words),
        ...states(words),
        ...settling('O12/three-steps').by(
          words.connection(2).wire.shows`
            server > S.  0:0(0) ack 1
            client > R   1:1(0) lost
            server > S.  0:0(0) ack 1
            client > R   1:1(0) lost
          `,
          isRefused(words),
          words.connection(2).server.isShownIn('SYN-RECEIVED'),
          words.connection(2).server.lasts('SYN-RECEIVED', s(1), s(2)),
          words.server.neverSays('accepted 2'),
        ),
      ],
    },
    'fast-open': {
      title: 'with Fast Open, which is two steps, the old SYN gives the program a connection that nobody uses',
      zh: 'Fast Open 相当于两次握手：旧的 SYN 使程序得到一个无人使用的连接',
      network: { sysctls: fastOpen },
      client: './variants/client-fast-opens.pl',
      async play(stage) {
        const { server, router, connection, until } = stage
        const stale = await openUseClose(stage)
        const reset = await router.hold({ from: 'client', flags: 'R' })
        await stale.release()
        await until(server.says('accepted 2'))
        await until(connection(2).server.reaches('SYN-RECEIVED'))
        await reset.release()
        await until(connection(2).server.reaches('CLOSED'))
        await until(server.says('failed 2: ECONNRESET'))
      },
      claims: (words) => [
        // The SYN that is sent again leaves its bytes behind, which follow with the third segment.
        words.wire.shows`
          client > S   0:5(5)
          client > S   0:0(0)
          server > S.  0:0(0) ack 1
          client > P.  1:6(5) ack 1
          server > .   1:1(0) ack 6
          client > F.  6:6(0) ack 1
          server > .   1:1(0) ack 7
          server > F.  1:1(0) ack 7
          client > .   7:7(0) ack 2
        `,
        ...states(words),
        ...settling('O12/two-steps').by(
          words.connection(2).wire.shows`
            server > S.  0:0(0) ack 6
            client > R   6:6(0)
          `,
          isRefused(words),
          words.connection(2).server.isShownIn('SYN-RECEIVED'),
          words.server.says('accepted 2'),
        ),
      ],
    },
  },

  twins: {
    'nothing-lingers': {
      title: 'the first SYN is lost instead of held: no old one ever arrives',
      disturb: ({ router }) => router.lose({ from: 'client', flags: 'S', first: 1 }),
      breaks: (words) => [isRefused(words)],
    },
    'time-wait-remembers': {
      title: 'the client is in TIME-WAIT when the old SYN arrives: its kernel answers the SYN+ACK with an ACK',
      network: { sysctls: { client: mindful } },
      breaks: (words) => [forgets(words)],
    },
    'server-stops-listening': {
      title: 'another server program stops listening once it has its connection: the old SYN is refused',
      server: './twins/stops.ts',
      breaks: (words) => [isRefused(words)],
    },
  },
})
