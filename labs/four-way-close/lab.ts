import { lab, s, settling, type WireClaims } from '#lab'

/** After five bytes and three, u = 6 and w = 4; each FIN is acknowledged one further on. */
const segments = (wire: WireClaims) => wire.shows`
  opening
  client > P.  1:6(5) ack 1
  server > .   1:1(0) ack 6
  server > P.  1:4(3) ack 6
  client > .   6:6(0) ack 4
  client > F.  6:6(0) ack 4
  server > .   4:4(0) ack 7
  server > F.  4:4(0) ack 7
  client > .   7:7(0) ack 5
`

export default lab({
  title: 'Four segments close a connection, and a FIN takes up a sequence number without carrying a byte',
  zh: '四个报文段关闭一个连接；FIN 不携带字节也占用一个序号',
  lesson: { chapter: 'closing', step: 1 },
  cites: 'RFC 9293 sections 3.4 and 3.6',
  settles: [
    'C2',
    'C3/on-receiving',
    'C3/on-sending',
    'C6/ack-u+1',
    'C6/ack-u',
    'C7/plus-one',
    'C7/as-they-were',
    'C8',
    'C9',
    'C18',
  ],
  network: { retransmitAfter: s(10) },

  async play({ client, server, establish, clientCloses, serverFollows, until }) {
    await establish()
    await until(client.says('received 3'))
    await clientCloses()
    await until(server.says('eof'))
    await serverFollows()
  },

  claims: ({ server, client, wire }) => [
    segments(wire).settling('C2', 'C3/on-receiving', 'C6/ack-u+1', 'C6/ack-u', 'C7/plus-one', 'C7/as-they-were', 'C9'),
    client.passes('SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT').settling('C2', 'C7/plus-one'),
    server
      .passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT', 'LAST-ACK', 'CLOSED')
      .settling('C3/on-receiving', 'C3/on-sending', 'C6/ack-u+1', 'C8'),
    client.isShownIn('FIN-WAIT-2', 'TIME-WAIT').settling('C7/plus-one'),
    server.answers(5, 1),
    server.says('eof', { after: 'F' }),
  ],

  variants: {
    loopback: {
      title: 'the experiment from one of the notes: tcpdump on lo, over IPv6',
      zh: '其中一篇笔记的实验：在 lo 上用 tcpdump，走 IPv6',
      network: { loopback: true, family: 'IPv6' },
      claims: ({ server, client, wire }) =>
        settling('C18').by(
          wire.prints`
            client > [S]  seq x
            server > [S.] seq y       ack x+1
            client > [.]              ack y+1
            client > [P.] seq x+1:u   ack y+1
            server > [.]              ack u
            server > [P.] seq y+1:w   ack u
            client > [.]              ack w
            client > [F.] seq u       ack w
            server > [.]              ack u+1
            server > [F.] seq w       ack u+1
            client > [.]              ack w+1
          `,
          segments(wire),
          client.passes('SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT'),
          server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT', 'LAST-ACK', 'CLOSED'),
          server.answers(5, 1),
          server.says('eof', { after: 'F' }),
        ),
    },
  },

  twins: {
    'server-closes-at-once': {
      title: 'the server closes before its ACK has left: three segments are enough',
      server: './twins/closes-at-once.ts',
      breaks: ({ client }) => [client.passes('SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT')],
    },
    'last-ack-is-lost': {
      title: 'the last ACK never arrives, and the server stays in LAST-ACK',
      after: ({ client }) => client.reaches('FIN-WAIT-2'),
      disturb: ({ router }) => router.lose({ from: 'client', flags: '.' }),
      breaks: ({ server, wire }) => [
        segments(wire),
        server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT', 'LAST-ACK', 'CLOSED'),
      ],
    },
  },
})
