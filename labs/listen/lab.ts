import { lab, settling } from '#lab'

export default lab({
  title: 'Nobody can connect before a server listens',
  zh: '服务器监听之前谁也连不上',
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

  claims: ({ server, client, connection, wire }) =>
    settling('O1').by(
      wire.shows`
        client > S   0:0(0)
        server > R.  0:0(0) ack 1
      `,
      client.passes('SYN-SENT', 'CLOSED'),
      client.says('refused: ECONNREFUSED'),
      connection(2).wire.shows`
        client > S   0:0(0)
        server > S.  0:0(0) ack 1
        client > .   1:1(0) ack 1
      `,
      connection(2).client.passes('SYN-SENT', 'ESTABLISHED'),
      connection(2).server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED'),
      client.says('connected'),
      server.stopsListening(),
    ),

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
      async play({ client, startBoth, until }) {
        await startBoth()
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
