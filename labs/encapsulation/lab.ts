import { lab, s, settling, type Words } from '#lab'

const request = 'GET / HTTP/1.1'
const answer = 'HTTP/1.1 200 OK'

/** The server closes when it has answered; whether its FIN catches an ACK is no matter here. */
const closing = ({ client, server, either }: Words) => [
  either(
    server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT'),
    server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'FIN-WAIT-1', 'TIME-WAIT'),
  ),
  client.passes('SYN-SENT', 'ESTABLISHED', 'CLOSE-WAIT', 'LAST-ACK', 'CLOSED'),
]

export default lab({
  title: 'A web request travels in TCP, in IP, in Ethernet: each layer adds its header on the way down',
  lesson: { chapter: 'layers', step: 1 },
  cites: 'RFC 1122 section 1.1.3; RFC 894; RFC 9112',
  settles: ['L1', 'L2'],
  network: { frames: true, retransmitAfter: s(10) },

  async play({ server, client, establish, until }) {
    await establish()
    await until(client.says('has the page'), s(3))
    await until(server.reaches('TIME-WAIT'))
    await until(client.reaches('CLOSED'))
  },

  claims: (words) => [
    ...settling('L1').by(
      words.link('client').encapsulates(request),
      words.link('server').encapsulates(request),
      words.link('server').encapsulates(answer),
      words.link('client').encapsulates(answer),
    ),
    ...settling('L1', 'L2').by(
      // The answer finds its way back by the addresses that the request came with.
      words.carriesThrough(request),
      words.carriesThrough(answer, 'server'),
      words.client.says('HTTP 200'),
    ),
    words.wire.shows`
      opening
      client > P.  ack 1
      ... client > . F. | server > . F.
    `,
    ...closing(words),
  ],

  twins: {
    'server-does-not-answer': {
      title: 'the server takes the request and answers nothing',
      server: './twins/drops.ts',
      breaks: ({ client, link }) => [link('server').encapsulates(answer), client.says('HTTP 200')],
    },
    'request-is-lost': {
      title: 'the request is lost on the way',
      disturb: ({ router }) => router.lose({ from: 'client', flags: '.' }),
      breaks: ({ link, carriesThrough }) => [link('server').encapsulates(request), carriesThrough(request)],
    },
  },
})
