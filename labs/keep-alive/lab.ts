import { lab, type Stage, s, settling, type Words } from '#lab'

async function vanish({ server, client, router, connection, startBoth, until, pause }: Stage) {
  await startBoth()
  await until(server.says('accepted 3'))
  await until(client.says('connected 3'))
  await router.cut()
  server.cue('look after them')
  // The bytes are on their way, and ss and netstat look at the timers that run.
  await until(connection(3).server.sends(1, 6))
  await until(connection(3).server.reaches('ESTABLISHED'))
  await until(connection(3).server.reaches('CLOSED'))
  await until(server.says('3: ETIMEDOUT'))
  await until(connection(2).server.reaches('CLOSED'))
  await until(server.says('2: ETIMEDOUT'))
  await until(connection(1).server.reaches('ESTABLISHED'))
  await pause(s(1))
}

const noticed = ({ connection, server }: Words, number: number) => [
  connection(number).server.passes('SYN-RECEIVED', 'ESTABLISHED', 'CLOSED'),
  server.says(`${number}: ETIMEDOUT`),
]

export default lab({
  title:
    'TCP by itself never checks whether its peer is still there: SO_KEEPALIVE does, and bytes that nobody acknowledges show it',
  zh: 'TCP 自己不过问对端的死活：对端消失要靠 SO_KEEPALIVE，或靠无人确认的字节来发现',
  lesson: { chapter: 'questions', step: 2 },
  cites: 'RFC 9293 section 3.8.4; RFC 5482; RFC 1122 section 4.2.3.6; tcp(7)',
  settles: ['Q2/none', 'Q2/keepalive', 'Q2/user-timeout'],
  takes: s(6),
  server: './server.pl',

  play: vanish,

  claims: (words) => [
    ...settling('Q2/none').by(
      words.wire.shows`
        opening
      `,
      words.server.stays('ESTABLISHED', s(4)),
      words.client.passes('SYN-SENT', 'ESTABLISHED'),
      words.server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED'),
      words.server.neverSays('1: ETIMEDOUT'),
    ),
    ...settling('Q2/keepalive').by(
      words.connection(2).wire.shows`
                   opening
        +1.9~+2.5  server > .   0:0(0) ack 1 lost
        +.9~+1.5   server > .   0:0(0) ack 1 lost
        +.9~+1.5   server > R.  1:1(0) ack 1 lost
      `,
      ...noticed(words, 2),
      words.connection(2).client.passes('SYN-SENT', 'ESTABLISHED'),
      words.connection(2).server.showsTimer('ESTABLISHED', 'keepalive'),
      words.connection(2).server.lasts('ESTABLISHED', s(2), s(1), s(1)),
    ),
    ...settling('Q2/user-timeout').by(
      words.connection(3).wire.shows`
        opening
        server > P.  1:6(5) ack 1 lost
        server > P.  1:6(5) ack 1 lost
        server > P.  1:6(5) ack 1 lost
        server > P.  1:6(5) ack 1 lost
        server > P.  1:6(5) ack 1 lost
      `,
      ...noticed(words, 3),
      words.connection(3).client.passes('SYN-SENT', 'ESTABLISHED'),
      words.connection(3).server.showsTimer('ESTABLISHED', 'on'),
    ),
  ],

  twins: {
    'looks-after-none': {
      title: 'the server checks none of them: it never learns that anybody is gone',
      server: './twins/looks-after-none.pl',
      breaks: (words) => [...noticed(words, 2), ...noticed(words, 3)],
    },
    'nobody-vanished': {
      title: 'the line is not cut: probes and bytes are answered',
      faults: 'none',
      breaks: ({ server }) => [server.says('2: ETIMEDOUT'), server.says('3: ETIMEDOUT')],
    },
  },
})
