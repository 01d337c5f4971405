import { lab, type Stage, s, type Words } from '#lab'

/** The end that closes first is left in TIME-WAIT, out of which the same pair of endpoints is opened again. */
async function openAgain({ client, connection, until }: Stage) {
  client.cue('open another')
  await until(client.says('connected 2'))
  await until(connection(2).server.reaches('ESTABLISHED'))
}

/** Where a kernel begins that takes a pair out of TIME-WAIT: the old snd_nxt + 65535 + 2 (tcp_minisocks.c, tcp_ipv4.c). */
const beyond = 65_537

/** The end that was in TIME-WAIT begins beyond its old numbers, and the pair opens as any other. */
const opensBeyond = ({ connection }: Words, end: 'client' | 'server') => [
  connection(2).wire.beginsBeyond(end, beyond).settling('O5/time-wait'),
  connection(2).wire.shows`
    opening
  `,
  connection(2).client.passes('SYN-SENT', 'ESTABLISHED'),
  connection(2).server.passes('SYN-RECEIVED', 'ESTABLISHED'),
]

export default lab({
  title:
    'The ISNs of one pair of endpoints advance with a clock, one tick every 64 ns; out of TIME-WAIT they begin beyond the old numbers',
  zh: '同一对端点的 ISN 随时钟递增，每 64 ns 加 1；从 TIME-WAIT 出来的则从旧序号之后开始',
  lesson: { chapter: 'opening', step: 12 },
  cites: 'RFC 9293 section 3.4.1; RFC 6528 section 3; RFC 1122 section 4.2.2.13',
  settles: ['O5/same-pair', 'O5/time-wait'],
  takes: s(4),

  async play({ client, connection, establish, until, pause }) {
    await establish()
    for (const number of [2, 3, 4]) {
      client.cue('abort')
      await until(connection(number - 1).server.reaches('CLOSED'))
      // Long enough to tell a clock that runs from numbers that only grow, on a machine that is late.
      await pause(s(1))
      client.cue('open another')
      await until(connection(number).server.reaches('ESTABLISHED'))
    }
  },

  claims: ({ wire, connections, connection }) => [
    wire.hasClockedNumbers(4).settling('O5/same-pair'),
    connections(
      1,
      3,
      ({ wire }) => wire.shows`
        opening
        client > R.  1:1(0) ack 1
      `,
    ),
    connection(4).wire.shows`
      opening
    `,
    connections(1, 3, ({ client }) => client.passes('SYN-SENT', 'ESTABLISHED', 'CLOSED')),
    connections(1, 3, ({ server }) => server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'CLOSED')),
    connection(4).client.passes('SYN-SENT', 'ESTABLISHED'),
    connection(4).server.passes('SYN-RECEIVED', 'ESTABLISHED'),
  ],

  variants: {
    'time-wait': {
      title: 'the server is in TIME-WAIT when the same client comes back, and begins 65537 beyond its old numbers',
      zh: '同一客户端再来时服务器处于 TIME-WAIT，新的 ISN 比它的旧序号大 65537',
      client: '../time-wait-reuse/client.ts',
      server: '../programs/server-closes-latest.ts',
      async play(stage) {
        await stage.establish()
        await stage.serverCloses()
        await stage.clientFollows()
        await openAgain(stage)
      },
      claims: (words) => [
        ...opensBeyond(words, 'server'),
        words.wire.shows`
          opening
          server > F.  1:1(0) ack 1
          client > .   1:1(0) ack 2
          client > F.  1:1(0) ack 2
          server > .   2:2(0) ack 2
        `,
        words.client.passes('SYN-SENT', 'ESTABLISHED', 'CLOSE-WAIT', 'LAST-ACK', 'CLOSED'),
        words.server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT'),
      ],
    },
    'client-in-time-wait': {
      title: 'the client is in TIME-WAIT when it connects again from the same port, and begins as far beyond its own',
      zh: '客户端处于 TIME-WAIT 时从同一端口再次连接，新的 ISN 也比它自己的旧序号大同样多',
      client: '../time-wait-reuse/client.ts',
      server: '../programs/server-closes-latest.ts',
      async play(stage) {
        await stage.establish()
        await stage.clientCloses()
        await stage.serverFollows()
        await openAgain(stage)
      },
      claims: (words) => [
        ...opensBeyond(words, 'client'),
        words.wire.shows`
          opening
          client > F.  1:1(0) ack 1
          server > .   1:1(0) ack 2
          server > F.  1:1(0) ack 2
          client > .   2:2(0) ack 2
        `,
        words.client.passes('SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT'),
        words.server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT', 'LAST-ACK', 'CLOSED'),
      ],
    },
  },

  twins: {
    'other-ports': {
      title: 'the client uses another port each time: another pair, and an unrelated number',
      client: './twins/other-ports.ts',
      breaks: ({ wire }) => [wire.hasClockedNumbers(4)],
    },
    'two-connections': {
      title: 'the client comes back only once',
      async play({ client, connection, establish, until }) {
        await establish()
        client.cue('abort')
        await until(connection(1).server.reaches('CLOSED'))
        client.cue('open another')
        await until(connection(2).server.reaches('ESTABLISHED'))
      },
      breaks: ({ wire }) => [wire.hasClockedNumbers(4)],
    },
  },
})
