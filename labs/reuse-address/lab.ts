import { lab, type Stage, settling, type Words } from '#lab'

async function leaveTimeWait({ server, establish, serverCloses, clientFollows, until }: Stage) {
  await establish()
  await serverCloses()
  await clientFollows()
  server.cue('try')
  await until(server.says('tried'))
}

/** What came of each attempt to listen beside what is already there. */
const came = ({ server }: Words, beside: string, outcomes: Readonly<Record<string, 'ok' | 'EADDRINUSE'>>) =>
  Object.entries(outcomes).map(([option, outcome]) => server.says(`beside ${beside}, ${option}: ${outcome}`))

const leavesTimeWait = ({ server, client, wire }: Words) => [
  wire.shows`
    opening
    server > F.  1:1(0) ack 1
    client > .   1:1(0) ack 2
    client > F.  1:1(0) ack 2
    server > .   2:2(0) ack 2
  `,
  server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT'),
  client.passes('SYN-SENT', 'ESTABLISHED', 'CLOSE-WAIT', 'LAST-ACK', 'CLOSED'),
  server.isShownIn('TIME-WAIT'),
]

export default lab({
  title:
    'EADDRINUSE: a listener gets past a TIME-WAIT with an option that the earlier socket had set too, past another listener only with SO_REUSEPORT on both',
  zh: '监听者能否越过 TIME-WAIT，取决于前一个监听者是否也设了同样的选项；要越过另一个监听者，只能双方都设 SO_REUSEPORT',
  lesson: { chapter: 'questions', step: 1 },
  cites: 'socket(7); RFC 9293 section 3.9.1.1',
  settles: ['Q1/listener', 'Q1/reuseport', 'Q1/other-user', 'Q1/time-wait', 'Q1/both'],
  server: './server.pl',
  client: '../programs/client-closes.ts',

  async play({ server, until }) {
    server.start()
    await until(server.reaches('LISTEN'))
    server.cue('try')
    await until(server.says('tried'))
  },

  claims: (words) => [
    ...settling('Q1/listener').by(
      ...came(words, 'a plain listener', {
        plain: 'EADDRINUSE',
        SO_REUSEADDR: 'EADDRINUSE',
        SO_REUSEPORT: 'EADDRINUSE',
      }),
      ...came(words, 'SO_REUSEADDR', { SO_REUSEADDR: 'EADDRINUSE' }),
    ),
    ...settling('Q1/reuseport').by(...came(words, 'SO_REUSEPORT', { SO_REUSEADDR: 'EADDRINUSE', SO_REUSEPORT: 'ok' })),
    words
      .where(
        words.server.says('there is another user'),
        words.server.says('beside SO_REUSEPORT, SO_REUSEPORT of another user: EADDRINUSE'),
      )
      .settling('Q1/other-user'),
  ],

  variants: {
    'time-wait': {
      title: 'a connection in TIME-WAIT is in the way, left by a listener with SO_REUSEADDR',
      zh: '挡路的是 TIME-WAIT 中的连接，它由设了 SO_REUSEADDR 的监听套接字留下',
      server: './variants/time-wait.pl',
      play: leaveTimeWait,
      claims: (words) =>
        settling('Q1/time-wait').by(
          ...leavesTimeWait(words),
          ...came(words, 'TIME-WAIT', { plain: 'EADDRINUSE', SO_REUSEPORT: 'EADDRINUSE', SO_REUSEADDR: 'ok' }),
        ),
    },
    'shared-time-wait': {
      title: 'a connection in TIME-WAIT is in the way, left by a listener with SO_REUSEPORT',
      zh: '挡路的是 TIME-WAIT 中的连接，它由设了 SO_REUSEPORT 的监听套接字留下',
      server: './variants/shared-time-wait.pl',
      play: leaveTimeWait,
      claims: (words) =>
        settling('Q1/time-wait').by(
          ...leavesTimeWait(words),
          ...came(words, 'a shared TIME-WAIT', { plain: 'EADDRINUSE', SO_REUSEPORT: 'ok', SO_REUSEADDR: 'EADDRINUSE' }),
        ),
    },
    'plain-time-wait': {
      title:
        'a connection in TIME-WAIT is in the way, and its listener had set no option: none helps whoever comes later',
      zh: '挡路的是 TIME-WAIT 中的连接，它的监听套接字没有设任何选项：后来者设哪个选项都没有用',
      server: './variants/plain-time-wait.pl',
      play: leaveTimeWait,
      claims: (words) =>
        settling('Q1/both').by(
          ...leavesTimeWait(words),
          ...came(words, 'a plain TIME-WAIT', {
            plain: 'EADDRINUSE',
            SO_REUSEPORT: 'EADDRINUSE',
            SO_REUSEADDR: 'EADDRINUSE',
          }),
        ),
    },
  },

  twins: {
    shares: {
      title: 'the first listener sets SO_REUSEPORT: a second one that sets it too is let in',
      server: './twins/shares.pl',
      breaks: (words) => came(words, 'a plain listener', { SO_REUSEPORT: 'EADDRINUSE' }),
    },
    'only-binds': {
      title: 'the first socket with SO_REUSEADDR only binds the address, and does not listen',
      server: './twins/only-binds.pl',
      breaks: (words) => came(words, 'SO_REUSEADDR', { SO_REUSEADDR: 'EADDRINUSE' }),
    },
  },
})
