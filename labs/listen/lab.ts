import { lab } from '#lab'

export default lab({
  title: 'Nobody can connect before a server listens',
  lesson: { chapter: 'opening', step: 1 },
  cites: 'RFC 9293 sections 3.10.1 and 3.10.7.1',
  settles: ['O1'],

  async play({ server, client, connection, until }) {
    client.start()
    await until(client.says('refused: ECONNREFUSED'))
    server.start()
    await until(server.reaches('LISTEN'))
    client.cue('try again')
    await until(connection(2).server.reaches('ESTABLISHED'))
    await until(client.says('connected'))
    server.cue('stop listening')
    await until(server.stopsListening())
  },

  claims: ({ server, client, connection, wire }) => [
    wire.shows`
      client > S   0:0(0)
      server > R.  0:0(0) ack 1
    `.settling('O1'),
    client.passes('SYN-SENT', 'CLOSED').settling('O1'),
    client.says('refused: ECONNREFUSED').settling('O1'),
    connection(2).wire.shows`
      client > S   0:0(0)
      server > S.  0:0(0) ack 1
      client > .   1:1(0) ack 1
    `.settling('O1'),
    connection(2).client.passes('SYN-SENT', 'ESTABLISHED').settling('O1'),
    connection(2).server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED').settling('O1'),
    client.says('connected').settling('O1'),
    server.stopsListening().settling('O1'),
  ],

  twins: {
    'client-gives-up': {
      title: 'the client does not try again',
      client: './twins/gives-up.ts',
      breaks: ({ client, connection }) => [
        connection(2).client.passes('SYN-SENT', 'ESTABLISHED'),
        client.says('connected'),
      ],
    },
    'server-listens-first': {
      title: 'the server listens before anyone tries',
      async play({ server, client, until }) {
        server.start()
        await until(server.reaches('LISTEN'))
        client.start()
        await until(client.says('connected'))
      },
      breaks: ({ client }) => [client.passes('SYN-SENT', 'CLOSED'), client.says('refused: ECONNREFUSED')],
    },
    'refusal-is-lost': {
      title: 'the RST that refuses is lost',
      disturb: ({ router }) => router.lose({ from: 'server', flags: 'R.' }),
      breaks: ({ client }) => [client.passes('SYN-SENT', 'CLOSED'), client.says('refused: ECONNREFUSED')],
    },
  },
})
