import { lab, ms, type Stage, s, type Words } from '#lab'

const off = { 'net.ipv4.tcp_timestamps': 0 }
const onePort = { 'net.ipv4.ip_local_port_range': '5000 5000' }

/** The client closes first, so that it is the one in TIME-WAIT. */
async function clientCloses({ client, server, establish, until }: Stage) {
  await establish()
  client.cue('close')
  await until(client.reaches('FIN-WAIT-2'))
  server.cue('close')
  await until(client.reaches('TIME-WAIT'))
  await until(server.reaches('CLOSED'))
}

async function serverCloses({ client, server, establish, until }: Stage) {
  await establish()
  server.cue('close')
  await until(server.reaches('FIN-WAIT-2'))
  client.cue('close')
  await until(server.reaches('TIME-WAIT'))
  await until(client.reaches('CLOSED'))
}

async function openAnother({ client, connection, until }: Stage) {
  client.cue('open another')
  await until(client.says('connected 2'))
  await until(connection(2).server.reaches('ESTABLISHED'))
}

async function refused({ client, until, pause }: Stage) {
  client.cue('open another')
  await until(client.says('failed: EADDRNOTAVAIL'))
  await pause(ms(300))
}

const closedByClient = ({ client, server, wire }: Words) => [
  wire.shows`
    client > S   0:0(0)
    server > S.  0:0(0) ack 1
    client > .   1:1(0) ack 1
    client > F.  1:1(0) ack 1
    server > .   1:1(0) ack 2
    server > F.  1:1(0) ack 2
    client > .   2:2(0) ack 2
  `,
  client.passes('SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT'),
  server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT', 'LAST-ACK', 'CLOSED'),
  client.isShownIn('TIME-WAIT').settling('T6'),
]

const closedByServer = ({ client, server, wire }: Words) => [
  wire.shows`
    client > S   0:0(0)
    server > S.  0:0(0) ack 1
    client > .   1:1(0) ack 1
    server > F.  1:1(0) ack 1
    client > .   1:1(0) ack 2
    client > F.  1:1(0) ack 2
    server > .   2:2(0) ack 2
  `,
  client.passes('SYN-SENT', 'ESTABLISHED', 'CLOSE-WAIT', 'LAST-ACK', 'CLOSED'),
  server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT'),
  server.isShownIn('TIME-WAIT').settling('T6'),
]

const opensAgain = ({ connection, client }: Words) => [
  connection(2).wire.shows`
    client > S   0:0(0)
    server > S.  0:0(0) ack 1
    client > .   1:1(0) ack 1
  `.settling('T6'),
  connection(2).client.passes('SYN-SENT', 'ESTABLISHED').settling('T6'),
  connection(2).server.passes('SYN-RECEIVED', 'ESTABLISHED').settling('T6'),
  client.says('connected 2').settling('T6'),
]

export default lab({
  title: 'While a pair of endpoints is in TIME-WAIT it cannot be connected again, unless timestamps tell old from new',
  lesson: { chapter: 'TIME-WAIT', step: 5 },
  cites: 'RFC 9293 section 3.6.1; RFC 1122 section 4.2.2.13; RFC 6191',
  settles: ['T6'],
  network: { sysctls: { client: off, server: off } },

  async play(stage) {
    await clientCloses(stage)
    await refused(stage)
  },

  claims: (words) => [
    ...closedByClient(words),
    words.client.says('failed: EADDRNOTAVAIL').settling('T6'),
    words.client.neverSays('connected 2').settling('T6'),
  ],

  variants: {
    timestamps: {
      title: 'with timestamps the same pair of endpoints is connected again at once',
      network: {},
      async play(stage) {
        await clientCloses(stage)
        await openAnother(stage)
      },
      claims: (words) => [...closedByClient(words), ...opensAgain(words)],
    },
    'higher-syn': {
      title: 'the server is in TIME-WAIT: a SYN with a higher number takes it to SYN-RECEIVED',
      network: {},
      async play(stage) {
        await serverCloses(stage)
        await openAnother(stage)
      },
      claims: (words) => [...closedByServer(words), ...opensAgain(words)],
    },
    'no-port-left': {
      title: 'the only ephemeral port is in TIME-WAIT, and tcp_tw_reuse is 0: two seconds later there is still none',
      takes: s(3),
      network: { sysctls: { client: { ...onePort, 'net.ipv4.tcp_tw_reuse': 0 } } },
      client: './variants/ephemeral.ts',
      async play(stage) {
        await clientCloses(stage)
        await stage.pause(s(2))
        await refused(stage)
      },
      claims: (words) => [
        ...closedByClient(words),
        words.client.says('failed: EADDRNOTAVAIL').settling('T6'),
        words.client.neverSays('connected 2').settling('T6'),
      ],
    },
    'tw-reuse': {
      title: 'the only ephemeral port is in TIME-WAIT, and tcp_tw_reuse is 1: after more than a second it is given out',
      takes: s(3),
      network: { sysctls: { client: { ...onePort, 'net.ipv4.tcp_tw_reuse': 1 } } },
      client: './variants/ephemeral.ts',
      async play(stage) {
        await clientCloses(stage)
        await stage.pause(s(2))
        await openAnother(stage)
      },
      claims: (words) => [...closedByClient(words), ...opensAgain(words)],
    },
    bind: {
      title: 'a server whose port is in TIME-WAIT cannot bind to it again, unless it sets SO_REUSEADDR',
      network: {},
      server: './variants/binds.pl',
      async play(stage) {
        await serverCloses(stage)
        stage.server.cue('bind again')
        await stage.until(stage.server.says('bound with SO_REUSEADDR'))
      },
      claims: (words) => [
        ...closedByServer(words),
        words.server.says('bind: EADDRINUSE').settling('T6'),
        words.server.says('bound with SO_REUSEADDR').settling('T6'),
      ],
    },
  },

  twins: {
    timestamps: {
      title: 'timestamps are on, and the second connection is opened',
      network: {},
      breaks: ({ client }) => [client.says('failed: EADDRNOTAVAIL'), client.neverSays('connected 2')],
    },
    'client-resets': {
      title: 'the client aborts where it should close: no TIME-WAIT stands in the way',
      client: './twins/resets.ts',
      breaks: ({ client }) => [
        client.passes('SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT'),
        client.says('failed: EADDRNOTAVAIL'),
      ],
    },
  },
})
