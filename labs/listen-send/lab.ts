import { lab, s } from '#lab'

export default lab({
  title: 'No socket goes from LISTEN to SYN-SENT: send() and connect() are refused, and the listener still listens',
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

  claims: ({ server, client, wire }) => [
    server.says('send: EPIPE'),
    server.says('connect: EISCONN'),
    server.keepsListening(),
    // Nothing crossed the wire before the client's own SYN.
    wire.shows`
      client > S   0:0(0)
      server > S.  0:0(0) ack 1
      client > .   1:1(0) ack 1
    `,
    server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED'),
    client.passes('SYN-SENT', 'ESTABLISHED'),
    server.says('accepted'),
  ],

  twins: {
    'not-listening': {
      title: 'the socket is bound but does not listen: connect() goes its way',
      server: './twins/does-not-listen.pl',
      async play({ server, until }) {
        server.start()
        await until(server.says('bound'))
        server.cue('send and connect')
        await until(server.says('connect: EISCONN'), s(1))
      },
    },
    'syn-is-lost': {
      title: 'the first SYN of the client is lost',
      async play({ server, client, router, until }) {
        server.start()
        await until(server.reaches('LISTEN'))
        await router.lose({ from: 'client', flags: 'S', first: 1 })
        server.cue('send and connect')
        await until(server.says('connect: EISCONN'))
        client.start()
        client.cue('connect')
        await until(server.reaches('ESTABLISHED'))
        await until(server.says('accepted'))
      },
    },
  },
})
