import { lab, ms, type Stage, settling, type Words } from '#lab'

/** The first copy of the client's data lingers in the router; its repetition arrives, and then the server closes first. */
async function closeBeforeOldSegment(stage: Stage) {
  const { server, client, router, until } = stage
  await stage.establish()
  const old = await router.hold({ from: 'client', flags: '.', first: 1 })
  client.cue('send')
  await until(server.says('received 5 in all'))
  await stage.serverCloses()
  await stage.clientFollows()
  return old
}

const passive = ({ client }: Words) => client.passes('SYN-SENT', 'ESTABLISHED', 'CLOSE-WAIT', 'LAST-ACK', 'CLOSED')
const active = ({ server }: Words) =>
  server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT')

const oldOneIsAnswered = ({ wire }: Words) => wire.shows`
  opening
  client > P.  1:6(5) ack 1
  client > P.  1:6(5) ack 1
  server > .   1:1(0) ack 6
  server > F.  1:1(0) ack 6
  client > .   6:6(0) ack 2
  client > F.  6:6(0) ack 2
  server > .   2:2(0) ack 7
  server > .   2:2(0) ack 7
  client > R   7:7(0) lost
`

export default lab({
  title: 'TIME-WAIT answers an old segment, and no program ever sees its bytes again',
  lesson: { chapter: 'TIME-WAIT', step: 3 },
  cites: 'RFC 9293 sections 3.6.1 and 3.10.7.4; RFC 1337',
  settles: ['T7/with-time-wait'],
  server: '../programs/server-counts-and-closes.ts',

  async play(stage) {
    const old = await closeBeforeOldSegment(stage)
    // The client's kernel would answer the answer with a RST, which ends TIME-WAIT: that is the lab assassination.
    await stage.router.lose({ from: 'client', flags: 'R' })
    await old.release()
    await stage.pause(ms(500))
  },

  claims: (words) => [
    oldOneIsAnswered(words).settling('T7/with-time-wait'),
    passive(words),
    ...settling('T7/with-time-wait').by(
      active(words),
      words.server.isShownIn('TIME-WAIT'),
      words.server.says('received 5 in all'),
      words.server.neverSays('received 10 in all'),
    ),
  ],

  variants: {
    'later-connection': {
      title: 'the old segment comes when the same pair of endpoints has another connection: it is answered and dropped',
      async play(stage) {
        const { client, server, connection, until, pause } = stage
        const old = await closeBeforeOldSegment(stage)
        client.cue('open another')
        await until(connection(2).server.reaches('ESTABLISHED'))
        await old.release()
        await pause(ms(300))
        client.cue('send')
        await until(server.says('received 10 in all'))
      },
      claims: (words) => [
        words.wire.shows`
          opening
          client > P.  1:6(5) ack 1
          client > P.  1:6(5) ack 1
          server > .   1:1(0) ack 6
          server > F.  1:1(0) ack 6
          client > .   6:6(0) ack 2
          client > F.  6:6(0) ack 2
          server > .   2:2(0) ack 7
        `,
        passive(words),
        active(words),
        // The server's first answer is to the old segment, and acknowledges nothing of it.
        words.connection(2).wire.shows`
          opening
          server > .   1:1(0) ack 1
          client > P.  1:6(5) ack 1
          server > .   1:1(0) ack 6
        `.settling('T7/with-time-wait'),
        words.connection(2).client.passes('SYN-SENT', 'ESTABLISHED'),
        ...settling('T7/with-time-wait').by(
          words.connection(2).server.passes('SYN-RECEIVED', 'ESTABLISHED'),
          words.server.says('received 10 in all'),
          words.server.neverSays('received 15 in all'),
        ),
      ],
    },
  },

  twins: {
    'nothing-lingers': {
      title: 'the first copy is lost instead of held: no old one ever comes',
      after: ({ server }) => server.reaches('ESTABLISHED'),
      disturb: ({ router }) => router.lose({ from: 'client', flags: '.', first: 1 }),
      breaks: (words) => [oldOneIsAnswered(words)],
    },
    'no-time-wait': {
      title: "the server's kernel keeps no TIME-WAIT: the old segment meets nobody and draws a RST",
      network: { sysctls: { server: { 'net.ipv4.tcp_max_tw_buckets': 0 } } },
      breaks: (words) => [active(words)],
    },
    'server-resets': {
      title: 'the server aborts where it should close',
      server: '../programs/server-counts-and-resets.ts',
      breaks: (words) => [active(words), passive(words)],
    },
  },
})
