import { lab, ms, type Stage, s, settling, type Variant, type Words } from '#lab'

const off = { 'net.ipv4.tcp_timestamps': 0 }
const on = { 'net.ipv4.tcp_timestamps': 1 }
const onePort = { 'net.ipv4.ip_local_port_range': '5000 5000' }

/** The client closes first, so that it is the one in TIME-WAIT. */
async function clientIsLeftWaiting({ establish, clientCloses, serverFollows }: Stage) {
  await establish()
  await clientCloses()
  await serverFollows()
}

async function serverIsLeftWaiting({ establish, serverCloses, clientFollows }: Stage) {
  await establish()
  await serverCloses()
  await clientFollows()
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
    opening
    client > F.  1:1(0) ack 1
    server > .   1:1(0) ack 2
    server > F.  1:1(0) ack 2
    client > .   2:2(0) ack 2
  `,
  client.passes('SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT'),
  server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT', 'LAST-ACK', 'CLOSED'),
  client.isShownIn('TIME-WAIT'),
]

const closedByServer = ({ client, server, wire }: Words) => [
  wire.shows`
    opening
    server > F.  1:1(0) ack 1
    client > .   1:1(0) ack 2
    client > F.  1:1(0) ack 2
    server > .   2:2(0) ack 2
  `,
  client.passes('SYN-SENT', 'ESTABLISHED', 'CLOSE-WAIT', 'LAST-ACK', 'CLOSED'),
  server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT'),
  server.isShownIn('TIME-WAIT'),
]

const opensAgain = ({ connection, client }: Words) => [
  connection(2).wire.shows`
    opening
  `,
  connection(2).client.passes('SYN-SENT', 'ESTABLISHED'),
  connection(2).server.passes('SYN-RECEIVED', 'ESTABLISHED'),
  client.says('connected 2'),
]

/** A raw peer's SYN comes to the server's TIME-WAIT; its number and timestamp differ by so much from those of its last connection. */
async function rawSyn({ server, client, establish, serverCloses, until }: Stage, otherwise: string) {
  await establish()
  await serverCloses()
  client.cue('close')
  await until(server.reaches('TIME-WAIT'))
  client.cue(otherwise)
}

const closedByServerOfPeer = ({ server, wire }: Words) => [
  wire.shows`
    opening
    server > F.  1:1(0) ack 1
    client > .   1:1(0) ack 2
    client > F.  1:1(0) ack 2
    server > .   2:2(0) ack 2
  `,
  server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT'),
  server.isShownIn('TIME-WAIT'),
]

const newerSyn: Variant = {
  title: 'the server is in TIME-WAIT: a SYN with a lower number opens too, if its timestamp is newer',
  zh: '服务器处于 TIME-WAIT：序号更小的 SYN，只要时间戳更新，也能建立连接',
  network: { rawPeer: true, sysctls: { server: on } },
  client: './variants/raw-client.ts',
  async play(stage) {
    await rawSyn(stage, '-1000 +1000')
    await stage.until(stage.connection(2).server.reaches('ESTABLISHED'))
  },
  claims: (words) =>
    settling('T6/server-timestamp', 'T10/newer').by(
      ...closedByServerOfPeer(words),
      words.connection(2).client.asksWith('lower', 'newer'),
      words.connection(2).wire.shows`
        opening
      `,
      words.connection(2).server.passes('SYN-RECEIVED', 'ESTABLISHED'),
      words.client.says('connected 2'),
    ),
}

/** Its SYN is the next one of the pair that was left in TIME-WAIT. */
const isTheSamePair = ({ connection }: Words) => connection(2).client.asksWith('higher', 'newer')

const staysRefused = ({ client }: Words) => [client.says('failed: EADDRNOTAVAIL'), client.neverSays('connected 2')]

/** A SYN whose number and timestamp differ by so much comes to the server's TIME-WAIT: an ACK answers it, and it opens nothing. */
const drawsAnAck = (
  titles: Pick<Variant, 'title' | 'zh'>,
  syn: { readonly by: string; readonly number: 'lower' | 'higher' },
  exchange: (words: Pick<Words, 'wire'>) => ReturnType<Words['wire']['shows']>,
): Variant => ({
  ...titles,
  network: { rawPeer: true, sysctls: { server: on } },
  client: './variants/raw-client.ts',
  async play(stage) {
    await rawSyn(stage, syn.by)
    await stage.until(stage.client.says('answered with .'))
    await stage.pause(ms(300))
  },
  claims: (words) =>
    settling('T10/older').by(
      ...closedByServerOfPeer(words),
      words.connection(2).client.asksWith(syn.number, 'older'),
      exchange(words.connection(2)),
      words.client.says('answered with .'),
      words.client.neverSays('connected 2'),
    ),
})

export default lab({
  title:
    'A client in TIME-WAIT cannot connect the same pair again without timestamps; a server in TIME-WAIT accepts a newer SYN',
  zh: '没有时间戳时，处于 TIME-WAIT 的客户端不能再次连接同一对端点；处于 TIME-WAIT 的服务器则接受更新的 SYN',
  lesson: { chapter: 'TIME-WAIT', step: 5 },
  cites: 'RFC 9293 section 3.6.1; RFC 1122 section 4.2.2.13; RFC 6191',
  settles: [
    'T6/client-plain',
    'T6/client-timestamps',
    'T6/server-number',
    'T6/server-timestamp',
    'T6/bind',
    'T6/ephemeral',
    'T6/tcp-tw-reuse',
    'T10/older',
    'T10/newer',
  ],
  network: { sysctls: { client: off, server: off } },
  server: '../programs/server-closes-latest.ts',

  async play(stage) {
    await clientIsLeftWaiting(stage)
    await refused(stage)
  },

  claims: (words) => settling('T6/client-plain').by(...closedByClient(words), ...staysRefused(words)),

  variants: {
    timestamps: {
      title: 'with timestamps the same pair of endpoints is connected again at once',
      zh: '有时间戳时，同一对端点可以立即再次连接',
      network: { sysctls: { client: on, server: on } },
      async play(stage) {
        await clientIsLeftWaiting(stage)
        await openAnother(stage)
      },
      claims: (words) =>
        settling('T6/client-timestamps').by(...closedByClient(words), ...opensAgain(words), isTheSamePair(words)),
    },
    'higher-syn': {
      title: 'the server is in TIME-WAIT, timestamps off: a SYN with a higher number takes it to SYN-RECEIVED',
      zh: '服务器处于 TIME-WAIT，不用时间戳：序号更大的 SYN 使它进入 SYN-RECEIVED',
      async play(stage) {
        await serverIsLeftWaiting(stage)
        await openAnother(stage)
      },
      claims: (words) =>
        settling('T6/server-number', 'T10/newer').by(
          ...closedByServer(words),
          words.connection(2).client.asksWith('higher', 'none'),
          ...opensAgain(words),
        ),
    },
    'newer-syn': newerSyn,
    'older-syn': drawsAnAck(
      {
        title:
          'the server is in TIME-WAIT: a SYN with a lower number and an older timestamp is only answered with an ACK',
        zh: '服务器处于 TIME-WAIT：序号更小、时间戳更旧的 SYN 只得到一个 ACK',
      },
      { by: '-1000 -1000', number: 'lower' },
      ({ wire }) => wire.shows`
        client > S 0:0(0)
        server > . ack 1002
      `,
    ),
    'higher-but-older-syn': drawsAnAck(
      {
        title:
          'the server is in TIME-WAIT: a higher number does not make up for an older timestamp (PAWS): only an ACK',
        zh: '服务器处于 TIME-WAIT：序号更大也弥补不了更旧的时间戳（PAWS），只得到一个 ACK',
      },
      { by: '1000 -1000', number: 'higher' },
      ({ wire }) => wire.shows`
        client > S 0:0(0)
        server > . ack -998
      `,
    ),
    'no-port-left': {
      title: 'the only ephemeral port is in TIME-WAIT, and tcp_tw_reuse is 0: two seconds later there is still none',
      zh: '唯一的临时端口处于 TIME-WAIT，tcp_tw_reuse 为 0：两秒后仍没有端口可用',
      takes: s(3),
      network: { sysctls: { client: { ...on, ...onePort, 'net.ipv4.tcp_tw_reuse': 0 }, server: on } },
      client: './variants/ephemeral.ts',
      async play(stage) {
        await clientIsLeftWaiting(stage)
        await stage.pause(s(2))
        await refused(stage)
      },
      claims: (words) => settling('T6/ephemeral').by(...closedByClient(words), ...staysRefused(words)),
    },
    'tw-reuse': {
      title: 'the only ephemeral port is in TIME-WAIT, and tcp_tw_reuse is 1: after more than a second it is given out',
      zh: '唯一的临时端口处于 TIME-WAIT，tcp_tw_reuse 为 1：一秒多之后它可以再分配',
      takes: s(3),
      network: { sysctls: { client: { ...on, ...onePort, 'net.ipv4.tcp_tw_reuse': 1 }, server: on } },
      client: './variants/ephemeral.ts',
      async play(stage) {
        await clientIsLeftWaiting(stage)
        await stage.pause(s(2))
        await openAnother(stage)
      },
      claims: (words) =>
        settling('T6/tcp-tw-reuse').by(...closedByClient(words), ...opensAgain(words), isTheSamePair(words)),
    },
    bind: {
      title: 'a server whose port is in TIME-WAIT cannot bind to it again, unless it sets SO_REUSEADDR',
      zh: '端口处于 TIME-WAIT 的服务器不能再次绑定它，除非设置 SO_REUSEADDR',
      network: { sysctls: { client: on, server: on } },
      server: './variants/binds.pl',
      async play(stage) {
        await serverIsLeftWaiting(stage)
        stage.server.cue('bind again')
        await stage.until(stage.server.says('bound with SO_REUSEADDR'))
      },
      claims: (words) => [
        ...closedByServer(words),
        ...settling('T6/bind').by(words.server.says('bind: EADDRINUSE'), words.server.says('bound with SO_REUSEADDR')),
      ],
    },
  },

  twins: {
    'older-syn': {
      ...newerSyn,
      title: "the raw peer's SYN has an older timestamp where it should have a newer one",
      play: async (stage) => {
        await rawSyn(stage, '-1000 -1000')
        await stage.until(stage.client.says('answered with .'))
      },
      breaks: ({ connection, client }) => [
        connection(2).client.asksWith('lower', 'newer'),
        connection(2).server.passes('SYN-RECEIVED', 'ESTABLISHED'),
        client.says('connected 2'),
      ],
    },
    timestamps: {
      title: 'timestamps are on, and the second connection opens',
      network: { sysctls: { client: on, server: on } },
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
