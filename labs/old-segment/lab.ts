import { lab, ms, type Stage, settling, type Variant, type Words } from '#lab'

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

/** No timestamps, by which it would be known; and SYN cookies always, by which the server's number follows from the client's. */
const fitting = { 'net.ipv4.tcp_timestamps': 0, 'net.ipv4.tcp_syncookies': 2 }

/** The older copy lingers; when the pair is closed the peer asks again, so that the copy's numbers would fit. */
async function askBeforeOldSegment({ server, client, router, establish, serverCloses, until }: Stage) {
  await establish()
  const old = await router.hold({ from: 'client', flags: '.', first: 1 })
  client.cue('send')
  await until(client.sends(1, 6))
  client.cue('send again')
  await until(server.says("has 'older' on connection 1"))
  await until(client.acknowledges(6))
  await serverCloses()
  client.cue('close')
  await until(server.acknowledges(7))
  client.cue('open another')
  return old
}

const sentTwiceAndClosed = ({ wire }: Words) => wire.shows`
  opening
  client > P.  1:6(5) ack 1
  client > P.  1:6(5) ack 1
  server > .   1:1(0) ack 6
  server > P.  1:6(5) ack 6
  client > .   6:6(0) ack 6
  server > F.  6:6(0) ack 6
  client > .   6:6(0) ack 7
  client > F.  6:6(0) ack 7
  server > .   7:7(0) ack 7
`

const passive = ({ client }: Words) => client.passes('SYN-SENT', 'ESTABLISHED', 'CLOSE-WAIT', 'LAST-ACK', 'CLOSED')
const active = ({ server }: Words) =>
  server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT')

type Passes = ReturnType<typeof passive>
type State = Parameters<Words['client']['reaches']>[0]

/**
 * Where a cookie answers each SYN nothing is half-open; but whose third segment comes between two looks of ours cannot be told from a
 * connection that was.
 */
const byCookieOrNot = ({ either }: Words, passes: (...opening: readonly State[]) => Passes): Passes =>
  either(passes('SYN-RECEIVED', 'ESTABLISHED'), passes('ESTABLISHED'))

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

const fits: Variant = {
  title: 'there is no TIME-WAIT: the old bytes are delivered to the later connection, whose numbers they fit',
  zh: '没有 TIME-WAIT：旧的字节交付给了后来的连接，因为序号正好吻合',
  network: {
    rawPeer: true,
    sysctls: { server: { ...fitting, 'net.ipv4.tcp_max_tw_buckets': 0 } },
  },
  client: './variants/raw-client.ts',
  server: './variants/echoes.ts',
  async play(stage) {
    const old = await askBeforeOldSegment(stage)
    await stage.until(stage.client.says('answered with S.'))
    await old.release()
    await stage.until(stage.server.says("has 'older' on connection 2"))
    await stage.until(stage.connection(2).server.acknowledges(11))
  },
  claims: (words) =>
    settling('T7/without-time-wait').by(
      sentTwiceAndClosed(words),
      byCookieOrNot(words, (...opening) =>
        words.server.passes('LISTEN', ...opening, 'FIN-WAIT-1', 'FIN-WAIT-2', 'CLOSED'),
      ),
      words.server.counts('TcpExt.TCPTimeWaitOverflow', 1),
      words.connection(2).client.asksWith('lower', 'none'),
      // The client has sent five bytes, and the server acknowledges ten.
      words.connection(2).wire.shows`
        client > S   0:0(0)
        server > S.  0:0(0) ack 1
        client > P.  1:6(5) ack 1
        server > .   1:1(0) ack 6
        server > P.  1:6(5) ack 6
        client > .   6:6(0) ack 6
        server > .   6:6(0) ack 11
      `,
      byCookieOrNot(words, (...opening) => words.connection(2).server.passes(...opening)),
      words.server.says("has 'newer' on connection 2"),
      words.server.says("has 'older' on connection 2"),
    ),
}

export default lab({
  title: 'TIME-WAIT answers an old segment, and no program ever sees its bytes again',
  zh: 'TIME-WAIT 对旧报文段作出应答，再没有程序会看到其中的字节',
  lesson: { chapter: 'TIME-WAIT', step: 3 },
  cites: 'RFC 9293 sections 3.6.1 and 3.10.7.4; RFC 1337',
  settles: ['T7/with-time-wait', 'T7/without-time-wait'],
  server: '../programs/server-counts-and-closes.ts',

  async play(stage) {
    const old = await closeBeforeOldSegment(stage)
    // The client's kernel would answer the answer with a RST, which ends TIME-WAIT: that is the lab assassination.
    await stage.router.lose({ from: 'client', flags: 'R' })
    await old.release()
    await stage.pause(ms(500))
  },

  claims: (words) => [
    oldOneIsAnswered(words),
    passive(words),
    active(words),
    words.server.isShownIn('TIME-WAIT'),
    words.server.says('received 5 in all'),
    words.server.neverSays('received 10 in all'),
  ],

  variants: {
    'no-time-wait': fits,
    'kept-out': {
      title: 'there is TIME-WAIT: the same SYN opens nothing, and the same old segment is answered with an ACK',
      zh: '有 TIME-WAIT：同样的 SYN 建立不了连接，同样的旧报文段只得到一个 ACK',
      network: { rawPeer: true, sysctls: { server: fitting } },
      client: './variants/raw-client.ts',
      server: './variants/echoes.ts',
      async play(stage) {
        const old = await askBeforeOldSegment(stage)
        await stage.until(stage.client.says('answered with .'))
        await old.release()
        await stage.pause(ms(500))
      },
      claims: (words) =>
        settling('T7/with-time-wait').by(
          sentTwiceAndClosed(words),
          byCookieOrNot(words, (...opening) =>
            words.server.passes('LISTEN', ...opening, 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT'),
          ),
          words.connection(2).client.asksWith('lower', 'none'),
          // TIME-WAIT says to either what the old connection has had.
          words.connection(2).wire.shows`
            client > S   0:0(0)
            server > .   0:0(0) ack 12
            server > .   0:0(0) ack 12
          `,
          words.server.neverSays("has 'older' on connection 2"),
        ),
    },
    'later-connection': {
      title:
        'the old segment arrives when the same pair of endpoints has another connection: it is answered and dropped',
      zh: '旧报文段到来时，同一对端点之间已有另一个连接：得到应答后被丢弃',
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
        `,
        words.connection(2).client.passes('SYN-SENT', 'ESTABLISHED'),
        words.connection(2).server.passes('SYN-RECEIVED', 'ESTABLISHED'),
        words.server.says('received 10 in all'),
        words.server.neverSays('received 15 in all'),
      ],
    },
  },

  twins: {
    'other-number': {
      ...fits,
      title: "the server's number is its own: the old segment acknowledges what the later connection never sent",
      network: {
        rawPeer: true,
        sysctls: { server: { ...fitting, 'net.ipv4.tcp_syncookies': 0, 'net.ipv4.tcp_max_tw_buckets': 0 } },
      },
      breaks: ({ server, connection }) => [
        server.says("has 'older' on connection 2"),
        connection(2).wire.shows`
          client > S
          server > S.
          client > P.
          server > .
          server > P.
          client > .
          server > .
        `,
      ],
    },
    'nothing-lingers': {
      title: 'the first copy is lost instead of held: no old one ever arrives',
      after: ({ server }) => server.reaches('ESTABLISHED'),
      disturb: ({ router }) => router.lose({ from: 'client', flags: '.', first: 1 }),
      breaks: (words) => [oldOneIsAnswered(words)],
    },
    'no-time-wait': {
      title: "the server's kernel keeps no TIME-WAIT: the old segment finds no connection and draws a RST",
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
