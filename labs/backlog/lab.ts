import { lab, ms, type Stage, s, settling, type Words } from '#lab'

/** What the server's kernel has room for: one more than it was told. */
const room = 3

/** The server is stopped, and its kernel opens as many connections as it has room for; the next SYN it does not even answer. */
async function fillTheQueue({ server, client, startBoth, connection, until, pause }: Stage) {
  await startBoth()
  await until(server.says('listening'))
  server.signal('SIGSTOP')
  for (let number = 1; number <= room; number++) {
    client.cue('open another')
    await until(connection(number).server.reaches('ESTABLISHED'))
  }
  client.cue('open another')
  await until(connection(room + 1).client.reaches('SYN-SENT'))
  // Its kernel lets that SYN go unanswered, and the next ones.
  await pause(ms(1500))
  server.signal('SIGCONT')
  await until(connection(room + 1).server.reaches('ESTABLISHED'))
  await until(server.says(`accepted ${room + 1}`))
}

const roomForThree = ({ connections }: Words) => [
  connections(
    1,
    room,
    ({ wire }) => wire.shows`
    opening
  `,
  ),
  connections(1, room, ({ server }) => server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED')),
  connections(1, room, ({ client }) => client.passes('SYN-SENT', 'ESTABLISHED')),
]

/** What comes when the queue is full waits for its SYN to be sent again. */
const nextOneWaits = ({ connection }: Words) => [
  connection(room + 1).wire.shows`
    client > S   0:0(0)
    client > S   0:0(0)
    ... client > S
    server > S.  0:0(0) ack 1
    client > .   1:1(0) ack 1
  `,
  connection(room + 1).client.passes('SYN-SENT', 'ESTABLISHED'),
  connection(room + 1).server.passes('SYN-RECEIVED', 'ESTABLISHED'),
]

const isFull = ({ server }: Words) => server.counts('TcpExt.ListenOverflows', 1, Number.POSITIVE_INFINITY)

export default lab({
  title:
    "listen()'s backlog bounds the connections that wait for accept(), and one more gets in; net.core.somaxconn silently caps it",
  zh: 'listen() 的 backlog 限制等待 accept() 的连接数，实际还可多一个；net.core.somaxconn 会不声不响地把它截短',
  lesson: { chapter: 'questions', step: 6 },
  cites: 'listen(2); RFC 9293 section 3.10.7.2',
  settles: ['Q6/accept-queue', 'Q6/somaxconn'],
  takes: s(4),
  network: { sysctls: { server: { 'net.core.somaxconn': 2 } } },

  play: fillTheQueue,

  claims: (words) =>
    settling('Q6/somaxconn').by(
      words.server.showsBacklog(2),
      ...roomForThree(words),
      ...nextOneWaits(words),
      isFull(words),
    ),

  variants: {
    asked: {
      title: 'the program asks for room for two, where the kernel would allow 4096',
      zh: '程序要求容纳两个，而内核最多可给 4096 个',
      network: { sysctls: { server: { 'net.core.somaxconn': 4096 } } },
      server: './variants/asks-for-two.ts',
      claims: (words) =>
        settling('Q6/accept-queue').by(
          words.server.showsBacklog(2),
          ...roomForThree(words),
          ...nextOneWaits(words),
          isFull(words),
        ),
    },
  },

  twins: {
    'not-cut': {
      title: 'the kernel gives what the program asks for: 511',
      network: { sysctls: { server: { 'net.core.somaxconn': 4096 } } },
      breaks: (words) => [words.server.showsBacklog(2), isFull(words)],
    },
    'cut-shorter': {
      title: 'somaxconn is 1: there is room for two connections only',
      network: { sysctls: { server: { 'net.core.somaxconn': 1 } } },
      breaks: ({ server }) => [server.showsBacklog(2)],
    },
  },
})
