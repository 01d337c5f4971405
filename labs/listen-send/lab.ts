import { lab, type Words } from '#lab'

/** Nothing crosses the wire before the client's own SYN. */
const opening = ({ wire }: Words) => wire.shows`
  client > S   0:0(0)
  server > S.  0:0(0) ack 1
  client > .   1:1(0) ack 1
`

export default lab({
  title: 'No socket goes from LISTEN to SYN-SENT: send() and connect() are refused, and the listener still listens',
  zh: '没有套接字从 LISTEN 转到 SYN-SENT：send() 和 connect() 被拒绝，监听套接字仍在监听',
  lesson: { chapter: 'opening', step: 10 },
  cites: 'RFC 9293 figure 5 and section 3.10.2',
  settles: [],
  server: './server.pl',

  async play({ server, client, until }) {
    server.start()
    await until(server.reaches('LISTEN'))
    server.cue('send and connect')
    await until(server.says('connect: EISCONN'))
    client.start()
    client.cue('connect')
    await until(server.reaches('ESTABLISHED'))
    await until(server.says('accepted'))
  },

  claims: (words) => [
    words.server.says('send: EPIPE'),
    words.server.says('connect: EISCONN'),
    words.server.keepsListening(),
    opening(words),
    words.server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED'),
    words.client.passes('SYN-SENT', 'ESTABLISHED'),
    words.server.says('accepted'),
  ],

  twins: {
    'not-listening': {
      title: 'the socket is bound but not listening: connect() goes ahead',
      server: './twins/does-not-listen.pl',
      breaks: ({ server }) => [server.keepsListening(), server.says('connect: EISCONN')],
    },
    'syn-is-lost': {
      title: "the client's first SYN is lost",
      disturb: ({ router }) => router.lose({ from: 'client', flags: 'S', first: 1 }),
      breaks: (words) => [opening(words)],
    },
  },
})
