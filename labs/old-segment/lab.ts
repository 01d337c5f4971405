import { lab, ms, type Stage, type Words } from '#lab'

/** The first copy of the client's data lingers in the router; its repetition arrives, and then the server closes first. */
async function closeBeforeOldSegment({ server, client, router, establish, until }: Stage) {
  await establish()
  const old = await router.hold({ from: 'client', flags: '.', first: 1 })
  client.cue('send')
  await until(server.says('received 5 in all'))
  server.cue('close')
  await until(server.reaches('FIN-WAIT-2'))
  client.cue('close')
  await until(server.reaches('TIME-WAIT'))
  await until(client.reaches('CLOSED'))
  return old
}

const passive = ({ client }: Words) => client.passes('SYN-SENT', 'ESTABLISHED', 'CLOSE-WAIT', 'LAST-ACK', 'CLOSED')
const active = ({ server }: Words) =>
  server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT')

const oldOneIsAnswered = ({ wire }: Words) => wire.shows`
  client > S   0:0(0)
  server > S.  0:0(0) ack 1
  client > .   1:1(0) ack 1
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
  settles: ['T7'],

  async play(stage) {
    const old = await closeBeforeOldSegment(stage)
    // The client's kernel would answer the answer with a RST, which ends TIME-WAIT: that is the lab assassination.
    await stage.router.lose({ from: 'client', flags: 'R' })
    await old.release()
    await stage.pause(ms(500))
  },

  claims: (words) => [
    oldOneIsAnswered(words).settling('T7'),
    passive(words),
    active(words).settling('T7'),
    words.server.isShownIn('TIME-WAIT').settling('T7'),
    words.server.says('received 5 in all').settling('T7'),
    words.server.neverSays('received 10 in all').settling('T7'),
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
          client > S   0:0(0)
          server > S.  0:0(0) ack 1
          client > .   1:1(0) ack 1
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
          client > S   0:0(0)
          server > S.  0:0(0) ack 1
          client > .   1:1(0) ack 1
          server > .   1:1(0) ack 1
          client > P.  1:6(5) ack 1
          server > .   1:1(0) ack 6
        `.settling('T7'),
        words.connection(2).client.passes('SYN-SENT', 'ESTABLISHED'),
        words.connection(2).server.passes('SYN-RECEIVED', 'ESTABLISHED').settling('T7'),
        words.server.says('received 10 in all').settling('T7'),
        words.server.neverSays('received 15 in all').settling('T7'),
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
      server: './twins/resets.ts',
      breaks: (words) => [active(words), passive(words)],
    },
  },
})
