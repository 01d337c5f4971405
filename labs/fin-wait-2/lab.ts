import { lab, type Stage, s, settling, type Words } from '#lab'

/** What an orphan is allowed; a socket that a program still holds takes no notice of it. */
const finTimeout = s(2)

async function shutDownAndLetGo({ client, connection, establish, until }: Stage) {
  await establish()
  client.cue('shut down')
  await until(client.reaches('FIN-WAIT-2'))
  client.cue('open another')
  await until(connection(2).server.reaches('ESTABLISHED'))
  client.cue('let go')
  await until(connection(2).client.reaches('FIN-WAIT-2'))
}

const eachClose = ({ connections }: Words) => [
  connections(
    1,
    2,
    ({ wire }) => wire.shows`
      opening
      client > F.  1:1(0) ack 1
      server > .   1:1(0) ack 2
    `,
  ).settling('C4'),
  connections(1, 2, ({ server }) => server.passes('SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT')).settling(
    'C15/shutdown',
    'C15/close',
  ),
]

export default lab({
  title: 'FIN-WAIT-2 lasts for ever after shutdown(), and for tcp_fin_timeout once the program has closed its socket',
  zh: 'shutdown() 之后 FIN-WAIT-2 会一直持续；程序放弃套接字之后则只持续 tcp_fin_timeout',
  lesson: { chapter: 'closing', step: 5 },
  cites: 'RFC 9293 section 3.6; RFC 1122 section 4.2.2.13',
  settles: ['C4', 'C15/shutdown', 'C15/close'],
  takes: s(4),
  network: { sysctls: { client: { 'net.ipv4.tcp_fin_timeout': 2 } } },
  server: '../programs/server-keeps-open.ts',

  async play(stage) {
    await shutDownAndLetGo(stage)
    await stage.pause(s(1.5))
    await stage.until(stage.connection(2).client.reaches('CLOSED'))
    await stage.pause(s(1.5))
  },

  claims: (words) => [
    ...eachClose(words),
    words.client.passes('SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2').settling('C4', 'C15/shutdown'),
    words.client.stays('FIN-WAIT-2', s(3)).settling('C15/shutdown'),
    words.server.readsEnd(),
    words.connection(2).server.readsEnd(),
    words.inTurn(words.client.reaches('FIN-WAIT-2'), words.connection(2).client.sends(0, 0)),
    words
      .connection(2)
      .client.passes('SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'CLOSED')
      .settling('C4', 'C15/close'),
    ...settling('C15/close').by(
      words.connection(2).client.lasts('FIN-WAIT-2', finTimeout),
      words.connection(2).client.showsTimer('FIN-WAIT-2', 'timewait'),
      words.connection(2).client.foretells('FIN-WAIT-2'),
      words.connection(2).server.isShownIn('CLOSE-WAIT'),
    ),
  ],

  twins: {
    'client-keeps-both': {
      title: 'the client closes neither socket',
      client: './twins/keeps-both.ts',
      breaks: ({ connection }) => [
        connection(2).client.lasts('FIN-WAIT-2', finTimeout),
        connection(2).client.showsTimer('FIN-WAIT-2', 'timewait'),
      ],
    },
    'longer-timeout': {
      title: 'tcp_fin_timeout has another value',
      network: { sysctls: { client: { 'net.ipv4.tcp_fin_timeout': 5 } } },
      breaks: ({ connection }) => [connection(2).client.lasts('FIN-WAIT-2', finTimeout)],
    },
  },
})
