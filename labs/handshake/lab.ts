import { lab, type Stage, s, settling, type Words } from '#lab'

/** Each segment of the handshake is held in the router until ss and netstat have seen the states around it. */
async function stepByStep({ server, client, router, until }: Stage) {
  server.start()
  const syn = await router.hold({ from: 'client', flags: 'S', first: 1 })
  const synAck = await router.hold({ from: 'server', flags: 'S.', first: 1 })
  const ack = await router.hold({ from: 'client', flags: '.', first: 1 })
  await until(server.reaches('LISTEN'))

  client.start()
  await until(client.reaches('SYN-SENT'))
  await syn.release()
  await until(server.reaches('SYN-RECEIVED'))
  await synAck.release()
  await until(client.reaches('ESTABLISHED'))
  await ack.release()
  await until(server.reaches('ESTABLISHED'))
}

async function aByteEachWay({ client, server, until }: Stage) {
  client.cue('send a byte')
  await until(client.says('received 1'))
  await until(server.says('received 1'))
}

/** The bare third segment takes up no number: the first byte after it has the same (RFC 9293 section 3.4). A byte's segment carries PSH. */
const handshakeAndBytes = ({ wire }: Words) => wire.shows`
  client > S   0:0(0)
  server > S.  0:0(0) ack 1
  client > .   1:1(0) ack 1
  client > P.  1:2(1) ack 1
  server > .   1:1(0) ack 2
  server > P.  1:2(1) ack 2
  client > .   2:2(0) ack 2
`

/** The router stands nowhere: what tcpdump shows on lo. */
const onLoopback = {
  async play(stage: Stage) {
    await stage.establish()
    await aByteEachWay(stage)
  },
  claims: (words: Words) => [
    words.server.answers(1, 1),
    ...settling('O17').by(
      words.wire.prints`
        client > [S]  seq x
        server > [S.] seq y     ack x+1
        client > [.]            ack y+1
        client > [P.] seq x+1:x+2 ack y+1
        server > [.]            ack x+2
        server > [P.] seq y+1:y+2 ack x+2
        client > [.]            ack y+2
      `,
      handshakeAndBytes(words),
      words.client.passes('SYN-SENT', 'ESTABLISHED'),
      words.server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED'),
      words.client.isShownIn('ESTABLISHED'),
    ),
  ],
}

export default lab({
  title: 'Three segments open a connection, and bytes flow both ways',
  zh: '三个报文段建立一个连接，字节可双向传送',
  lesson: { chapter: 'opening', step: 2 },
  cites: 'RFC 9293 sections 3.4, 3.4.1 and 3.5; RFC 6528',
  settles: ['O2', 'O3', 'O4/arrived', 'O5/other-pairs', 'O6', 'O8/bare', 'O9', 'O17'],
  // Segments are held in the router while ss and netstat look; meanwhile none of a byte's must be sent again.
  network: { retransmitAfter: s(10) },

  async play(stage) {
    await stepByStep(stage)
    await aByteEachWay(stage)
    stage.client.cue('open seven more')
    await stage.until(stage.connection(8).server.reaches('ESTABLISHED'))
  },

  claims: (words) => [
    handshakeAndBytes(words).settling('O2', 'O3', 'O4/arrived', 'O6', 'O8/bare', 'O9'),
    words.client.passes('SYN-SENT', 'ESTABLISHED').settling('O2', 'O4/arrived'),
    words.server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED').settling('O3', 'O4/arrived'),
    words.client.isShownIn('SYN-SENT', 'ESTABLISHED').settling('O2', 'O4/arrived'),
    words.server.isShownIn('SYN-RECEIVED', 'ESTABLISHED').settling('O3', 'O4/arrived'),
    ...settling('O9').by(words.client.says('received 1'), words.server.says('received 1')),
    words.server.answers(1, 1),
    words.inTurn(words.server.reaches('ESTABLISHED'), words.client.sends(1, 2)),
    words.inTurn(words.server.says('received 1'), words.connection(2).client.sends(0, 0)),
    words.wire.hasFreshNumbers(8).settling('O5/other-pairs'),
    words.connections(
      2,
      8,
      ({ wire }) => wire.shows`
        client > S   0:0(0)
        server > S.  0:0(0) ack 1
        client > .   1:1(0) ack 1
      `,
    ),
    words.connections(2, 8, ({ client }) => client.passes('SYN-SENT', 'ESTABLISHED')),
    words.connections(2, 8, ({ server }) => server.passes('SYN-RECEIVED', 'ESTABLISHED')),
  ],

  variants: {
    loopback: {
      title: 'the experiment from one of the notes: tcpdump on lo, over IPv6',
      zh: '其中一篇笔记的实验：在 lo 上用 tcpdump，走 IPv6',
      network: { loopback: true, family: 'IPv6' },
      ...onLoopback,
    },
    'loopback-ipv4': {
      title: 'the same over IPv4',
      zh: '同样的实验，走 IPv4',
      network: { loopback: true, family: 'IPv4' },
      ...onLoopback,
    },
  },

  twins: {
    'syn-is-lost': {
      title: 'the first SYN is lost, and a second one opens the connection',
      disturb: ({ router }) => router.lose({ from: 'client', flags: 'S', first: 1 }),
      breaks: (words) => [handshakeAndBytes(words)],
    },
    'third-segment-is-lost': {
      title: 'the ACK of the handshake is lost',
      disturb: ({ router }) => router.lose({ from: 'client', flags: '.', first: 1 }),
      breaks: (words) => [handshakeAndBytes(words)],
    },
    'server-is-mute': {
      title: 'the server reads its byte and sends none',
      server: './twins/mute.ts',
      breaks: (words) => [handshakeAndBytes(words), words.client.says('received 1')],
    },
    'one-connection': {
      title: 'there are no further connections to compare ISNs with',
      async play(stage) {
        await stepByStep(stage)
        await aByteEachWay(stage)
      },
      breaks: ({ wire }) => [wire.hasFreshNumbers(8)],
    },
  },
})
