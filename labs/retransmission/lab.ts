import { lab, ms, s, settling } from '#lab'

export default lab({
  title: 'What nobody acknowledges is sent again, with the same sequence number, until it arrives',
  zh: '无人确认的内容以同样的序号重传，直到到达',
  lesson: { chapter: 'data', step: 3 },
  cites: 'RFC 9293 section 3.8.1; RFC 6298 section 5; RFC 8985 section 7',
  settles: ['D4'],
  takes: s(2),
  client: '../programs/client-says-hello.ts',
  server: '../programs/server-counts.ts',

  async play({ server, client, router, establish, until }) {
    await establish()
    await router.lose({ from: 'client', flags: '.', first: 4 })
    client.cue('send')
    await until(server.says('received 5 in all: hello'))
    await until(server.acknowledges(6))
  },

  holds: ({ client }) => client.sends(1, 6),

  claims: ({ server, client, wire }) => [
    ...settling('D4').by(
      wire.shows`
        opening
        client > P.  1:6(5) ack 1 lost
        client > P.  1:6(5) ack 1 lost
        client > P.  1:6(5) ack 1 lost
        client > P.  1:6(5) ack 1 lost
        client > P.  1:6(5) ack 1
        server > .   1:1(0) ack 6
      `,
      // A tail loss probe first, then the retransmission timeout: 200 ms at least, and doubled each time.
      client.resends('P.', ms(200), ms(200), ms(400), ms(800)),
      server.says('received 5 in all: hello'),
      server.neverSays('received 10 in all: hello'),
    ),
    client.passes('SYN-SENT', 'ESTABLISHED'),
    server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED'),
  ],

  twins: {
    'nothing-is-lost': {
      title: 'the first copy arrives',
      faults: 'none',
      breaks: ({ client }) => [client.resends('P.', ms(200), ms(200), ms(400), ms(800))],
    },
    'client-aborts': {
      title: 'the client aborts its connection as soon as it has written',
      client: './twins/aborts.ts',
      breaks: ({ server, client }) => [
        client.passes('SYN-SENT', 'ESTABLISHED'),
        server.says('received 5 in all: hello'),
      ],
    },
  },
})
