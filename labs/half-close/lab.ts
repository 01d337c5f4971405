import { lab, s, settling } from '#lab'

export default lab({
  title: 'An end that has closed its side still receives: data arrives after its FIN',
  zh: '关闭了自己发送方向的一方仍能接收：FIN 之后数据照样到达',
  lesson: { chapter: 'closing', step: 3 },
  cites: 'RFC 9293 section 3.6; RFC 1122 section 4.2.2.13',
  settles: ['C5', 'C11'],
  takes: s(2),
  network: { retransmitAfter: s(10) },

  async play(stage) {
    const { server, client, until, pause } = stage
    await stage.establish()
    await stage.clientCloses()
    await until(server.says('eof'))
    await pause(s(1))
    server.cue('go on talking')
    await until(client.says('received 4'))
    await stage.serverFollows()
    await until(client.says('eof'))
  },

  claims: ({ server, client, wire }) => [
    // The ACK of the FIN, ack 2, comes first and four bytes after it: it did not say that there were none.
    wire.shows`
      opening
      client > F.  1:1(0) ack 1
      server > .   1:1(0) ack 2
      server > P.  1:5(4) ack 2
      client > .   2:2(0) ack 5
      server > F.  5:5(0) ack 2
      client > .   2:2(0) ack 6
    `.settling('C5', 'C11'),
    client.passes('SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT').settling('C5'),
    server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT', 'LAST-ACK', 'CLOSED').settling('C5'),
    client.says('received 4').settling('C5', 'C11'),
    server.sendsNothing('go on talking'),
    ...settling('C5').by(client.stays('FIN-WAIT-2', s(1)), server.isShownIn('CLOSE-WAIT')),
  ],

  twins: {
    'client-lets-go': {
      title: 'the client closes its whole socket: data after its FIN draws a RST',
      client: '../programs/client-destroys.ts',
      breaks: ({ client }) => [
        client.passes('SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT'),
        client.says('received 4'),
      ],
    },
    'data-is-lost': {
      title: 'what the server sends after the FIN never arrives',
      after: ({ client }) => client.reaches('FIN-WAIT-2'),
      disturb: ({ router }) => router.lose({ from: 'server' }),
      breaks: ({ client }) => [client.says('received 4')],
    },
  },
})
