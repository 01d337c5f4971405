import { type ConnectionWords, lab, ms, type Stage, s, settling, type Words } from '#lab'

/** Connections whose server closes at once; whether its FIN catches the ACK is a race that it may lose on a busy machine. */
const atOnce = 12
const waiting = atOnce + 1

async function closeAll({ server, client, startBoth, connection, until }: Stage) {
  await startBoth()
  await until(connection(waiting).client.reaches('FIN-WAIT-2'))
  server.cue('close')
  await until(client.says('done'))
  await until(connection(waiting).client.reaches('TIME-WAIT'))
  await until(connection(waiting).server.reaches('CLOSED'))
}

/** The server's FIN carries the ACK that its kernel had kept back for some 40 ms. */
const three = ({ wire }: ConnectionWords) => wire.shows`
  opening
  client > P.  1:14(13) ack 1
  server > .   1:1(0) ack 14
  server > P.  1:4(3) ack 14
  client > .   14:14(0) ack 4
  client > F.  14:14(0) ack 4
  server > F.  4:4(0) ack 15
  client > .   15:15(0) ack 5
`

const four = ({ wire }: ConnectionWords) => wire.shows`
  opening
  client > P.  ack 1
  server > .   1:1(0)
  server > P.  1:4(3)
  client > .   ack 4
  client > F.  ack 4
  server > .   4:4(0)
  server > F.  4:4(0)
  client > .   ack 5
`

const straight = ({ client }: ConnectionWords) => client.passes('SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'TIME-WAIT')
const stepwise = ({ client }: ConnectionWords) =>
  client.passes('SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT')

const threeOrFour = ({ connections, either }: Words) =>
  connections(1, atOnce, (words) => either(three(words), four(words)))

const claims = (words: Words) => {
  const { connection, connections, oneOf, either } = words
  return [
    ...settling('C10').by(
      oneOf(1, atOnce, three),
      oneOf(1, atOnce, straight),
      four(connection(waiting)),
      stepwise(connection(waiting)),
      connection(waiting).client.isShownIn('FIN-WAIT-2', 'TIME-WAIT'),
    ),
    threeOrFour(words),
    connections(1, atOnce, (words) => either(straight(words), stepwise(words))),
    connections(1, waiting, ({ server }) =>
      server.passes('SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT', 'LAST-ACK', 'CLOSED'),
    ),
  ]
}

export default lab({
  title: 'Three segments close a connection when the passive end closes before its ACK has left',
  zh: '被动关闭方若在自己的 ACK 发出之前关闭，三个报文段就能关闭连接',
  lesson: { chapter: 'closing', step: 2 },
  cites: 'RFC 9293 figure 5, note 2; RFC 1122 section 4.2.3.2',
  settles: ['C10'],
  network: { retransmitAfter: s(10) },
  play: closeAll,
  claims,

  twins: {
    'server-waits': {
      title: 'the server waits a tenth of a second: its kernel has sent the ACK by then, every time',
      server: './twins/waits.ts',
      breaks: ({ oneOf }) => [oneOf(1, atOnce, straight)],
    },
    'first-fin-is-lost': {
      title: "the server's first FIN is lost and sent again",
      network: { retransmitAfter: ms(200) },
      disturb: ({ router }) => router.lose({ from: 'server', flags: 'F.', first: 1 }),
      breaks: (words) => [threeOrFour(words)],
    },
  },
})
