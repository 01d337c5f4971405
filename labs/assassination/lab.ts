import { lab, ms, type Stage, settling, type Words } from '#lab'

/** The first copy of the client's data lingers in the router; its repetition arrives, and then the server closes first. */
async function closeBeforeOldSegment(stage: Stage) {
  const { server, client, router, until } = stage
  await stage.establish()
  const old = await router.hold({ from: 'client', flags: '.', first: 1 })
  client.cue('send')
  await until(server.says('received 5 in all'))
  await stage.serverCloses()
  await stage.clientFollows()
  return old
}

const segments = ({ wire }: Words) => wire.shows`
  opening
  client > P.  1:6(5) ack 1
  client > P.  1:6(5) ack 1
  server > .   1:1(0) ack 6
  server > F.  1:1(0) ack 6
  client > .   6:6(0) ack 2
  client > F.  6:6(0) ack 2
  server > .   2:2(0) ack 7
  server > .   2:2(0) ack 7
  client > R   7:7(0)
`

const passive = ({ client }: Words) => client.passes('SYN-SENT', 'ESTABLISHED', 'CLOSE-WAIT', 'LAST-ACK', 'CLOSED')
const assassinated = ({ server }: Words) =>
  server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT', 'CLOSED')

export default lab({
  title: 'An old segment makes TIME-WAIT answer, and the RST that the answer draws ends TIME-WAIT: its assassination',
  zh: '旧报文段使 TIME-WAIT 作出应答，应答引来的 RST 结束了 TIME-WAIT：这就是 TIME-WAIT 暗杀',
  lesson: { chapter: 'TIME-WAIT', step: 4 },
  cites: 'RFC 1337 sections 1 to 3; RFC 9293 section 3.10.7.4',
  settles: ['T8/rfc1337-0', 'T8/rfc1337-1'],
  server: '../programs/server-counts-and-closes.ts',

  async play(stage) {
    const old = await closeBeforeOldSegment(stage)
    await old.release()
    await stage.until(stage.server.reaches('CLOSED'))
  },

  claims: (words) => [
    segments(words).settling('T8/rfc1337-0'),
    passive(words),
    ...settling('T8/rfc1337-0').by(assassinated(words), words.server.isShownIn('TIME-WAIT')),
    words.server.neverSays('received 10 in all'),
  ],

  variants: {
    'tcp-rfc1337': {
      title: 'the kernel is told to follow RFC 1337: the RST is ignored, and TIME-WAIT goes on',
      zh: '让内核遵循 RFC 1337：忽略该 RST，TIME-WAIT 继续',
      network: { sysctls: { server: { 'net.ipv4.tcp_rfc1337': 1 } } },
      async play(stage) {
        const old = await closeBeforeOldSegment(stage)
        await old.release()
        await stage.pause(ms(500))
      },
      claims: (words) => [
        segments(words).settling('T8/rfc1337-1'),
        passive(words),
        words.server
          .passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT')
          .settling('T8/rfc1337-1'),
        words.server.isShownIn('TIME-WAIT').settling('T8/rfc1337-1'),
      ],
    },
  },

  twins: {
    'tcp-rfc1337': {
      title: 'the kernel is told to follow RFC 1337, and no RST ends TIME-WAIT',
      network: { sysctls: { server: { 'net.ipv4.tcp_rfc1337': 1 } } },
      breaks: (words) => [assassinated(words)],
    },
    'reset-is-lost': {
      title: 'the RST is lost in the network',
      disturb: ({ router }) => router.lose({ from: 'client', flags: 'R' }),
      breaks: (words) => [segments(words), assassinated(words)],
    },
    'server-resets': {
      title: 'the server aborts where it should close',
      server: '../programs/server-counts-and-resets.ts',
      breaks: (words) => [passive(words), assassinated(words)],
    },
  },
})
