import { lab, type Stage, settling, type Words } from '#lab'

async function allThreeAreReset({ server, client, router, connection, startBoth, until }: Stage) {
  await startBoth()
  await until(server.says('accepted 3'))
  server.cue('close the first')
  await until(client.says('1: ECONNRESET'))
  server.cue('abort the second')
  await until(client.says('2: ECONNRESET'))
  const lost = await router.lose({ from: 'server', flags: 'R.' })
  server.cue('abort the third')
  await until(connection(3).server.reaches('CLOSED'))
  await lost.heal()
  client.cue('write to the third')
  await until(client.says('3: ECONNRESET'))
}

/** The client's kernel is ESTABLISHED until the RST, and its program is told the same, whichever way it came. */
const isReset = ({ connection, client }: Words, number: number) => [
  connection(number).client.passes('SYN-SENT', 'ESTABLISHED', 'CLOSED'),
  connection(number).server.passes('SYN-RECEIVED', 'ESTABLISHED', 'CLOSED'),
  client.says(`${number}: ECONNRESET`),
]

export default lab({
  title:
    '"Connection reset by peer": the peer closed with bytes unread, aborted, or does not know the connection; or somebody forged the RST',
  zh: '“Connection reset by peer”：对端关闭时有字节未读、异常终止，或不认得这个连接；也可能是有人伪造',
  lesson: { chapter: 'questions', step: 5 },
  cites: 'RFC 9293 sections 3.5.2, 3.5.3 and 3.10.7.4; RFC 1122 section 4.2.2.13; RFC 5961 section 3',
  settles: ['Q5/unread', 'Q5/aborted', 'Q5/unknown', 'Q5/forged'],

  play: allThreeAreReset,

  claims: (words) => [
    ...settling('Q5/unread').by(
      words.wire.shows`
        opening
        client > P.  1:6(5) ack 1
        server > .   1:1(0) ack 6
        server > R.  1:1(0) ack 6
      `,
      ...isReset(words, 1),
      words.server.counts('TcpExt.TCPAbortOnClose', 1),
    ),
    ...settling('Q5/aborted').by(
      words.connection(2).wire.shows`
        opening
        server > R.  1:1(0) ack 1
      `,
      ...isReset(words, 2),
      words.server.counts('TcpExt.TCPAbortOnData', 2),
    ),
    // What the server's kernel has forgotten, as it forgets everything when its host is started again, it answers with a RST.
    ...settling('Q5/unknown').by(
      words.connection(3).wire.shows`
        opening
        server > R.  1:1(0) ack 1 lost
        client > P.  1:6(5) ack 1
        server > R   1:1(0)
      `,
      ...isReset(words, 3),
    ),
  ],

  variants: {
    forged: {
      title:
        'a RST with a number in the window draws a challenge ACK, and one with exactly the next number is accepted',
      zh: '序号落在窗口内的 RST 只引来质询 ACK，序号恰为下一个序号的 RST 则被采信',
      network: { rawPeer: true },
      client: './variants/forged.ts',
      server: './variants/reads.ts',
      async play({ server, client, startBoth, until }) {
        await startBoth()
        await until(server.says('accepted'))
        client.cue('guess')
        await until(client.says('challenged'))
        await until(server.reaches('ESTABLISHED'))
        client.cue('hit')
        await until(server.says('failed: ECONNRESET'))
      },
      claims: ({ server, client, wire }) =>
        settling('Q5/forged').by(
          wire.shows`
            opening
            client > R   101:101(0)
            server > .   1:1(0) ack 1
            client > R   1:1(0)
          `,
          server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'CLOSED'),
          server.isShownIn('ESTABLISHED'),
          server.counts('TcpExt.TCPChallengeACK', 1),
          client.says('challenged'),
          server.says('failed: ECONNRESET'),
        ),
    },
  },

  twins: {
    'server-closes': {
      title: 'the server reads everything and closes: FINs',
      server: './twins/closes.ts',
      breaks: (words) => [...isReset(words, 1), ...isReset(words, 2), ...isReset(words, 3)],
    },
    'third-is-told': {
      title: "the third connection's RST is not lost: the client hears of it before it writes",
      faults: 'none',
      breaks: ({ connection }) => [
        connection(3).wire.shows`
          opening
          server > R.  1:1(0) ack 1 lost
          client > P.  1:6(5) ack 1
          server > R   1:1(0)
        `,
      ],
    },
  },
})
