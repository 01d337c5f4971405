import { lab, s, settling } from '#lab'

export default lab({
  title: 'A segment that arrives twice is delivered once',
  zh: '到达两次的报文段只交付一次',
  lesson: { chapter: 'data', step: 4 },
  cites: 'RFC 9293 section 3.10.7.4; RFC 2883',
  settles: ['D5'],
  network: { retransmitAfter: s(10) },
  client: '../programs/client-says-hello.ts',
  server: '../programs/server-counts.ts',

  async play({ server, client, router, establish, until }) {
    await establish()
    await router.duplicate({ from: 'client', flags: '.', first: 1 })
    client.cue('send')
    await until(server.says('received 5 in all: hello'))
    await until(server.reportsDuplicate(1, 6))
  },

  claims: ({ server, client, wire }) => [
    ...settling('D5').by(
      // The second copy is answered with the same ACK, and a SACK block that says what came twice (DSACK).
      wire.shows`
        opening
        client > P.  1:6(5) ack 1
        client > P.  1:6(5) ack 1 copy
        server > .   1:1(0) ack 6
        server > .   1:1(0) ack 6
      `,
      server.reportsDuplicate(1, 6),
      server.says('received 5 in all: hello'),
      server.neverSays('received 10 in all: hello'),
      server.counts('TcpExt.TCPDSACKOldSent', 1),
    ),
    client.passes('SYN-SENT', 'ESTABLISHED'),
    server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED'),
  ],

  twins: {
    'nothing-is-doubled': {
      title: 'the segment arrives once',
      faults: 'none',
      breaks: ({ server }) => [server.reportsDuplicate(1, 6), server.counts('TcpExt.TCPDSACKOldSent', 1)],
    },
    'said-twice': {
      title: 'the program itself sends the same bytes twice: to TCP those are different bytes',
      client: './twins/twice.ts',
      breaks: ({ server }) => [server.reportsDuplicate(1, 6), server.says('received 5 in all: hello')],
    },
  },
})
