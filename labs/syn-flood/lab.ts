import { lab, ms, type Stage, s, settling, type Words } from '#lab'

const strangers = 64
/** The honest client's connection comes after those of the strangers. */
const honest = strangers + 1
/** The server's backlog. Its half-open queue is full with so many, or since January 2025 (commit 3479c7549fb1) with one more. */
const backlog = 16

/** Since Linux 6.5 the first SYNs would follow each other by a second, unless told to back off. */
const backingOff = { 'net.ipv4.tcp_syn_linear_timeouts': 0 }
const withoutCookies = { 'net.ipv4.tcp_syncookies': 0 }
const withCookies = { 'net.ipv4.tcp_syncookies': 1 }
const cookiesAlone = { 'net.ipv4.tcp_syncookies': 2 }

async function floodThenConnect({ client, startBoth, connection, until }: Stage) {
  await startBoth()
  await until(client.says('flooded'))
  await until(connection(backlog).server.reaches('SYN-RECEIVED'))
  client.cue('connect')
}

/** Once the flood is over the honest client connects, and its ACK waits in the router while nothing is there to be seen. */
async function serveByCookie(stage: Stage) {
  const { server, client, router, connection, until, pause } = stage
  const ack = await router.hold({ from: 'client', flags: '.' })
  await stage.startBoth()
  await until(client.says('flooded'))
  client.cue('connect')
  await until(connection(honest).client.reaches('ESTABLISHED'))
  // Time to look for what is not there.
  await pause(ms(500))
  await ack.release()
  await until(server.says('accepted'))
  await until(connection(honest).server.reaches('ESTABLISHED'))
  await until(client.says('connected'))
}

const servedByCookie = ({ connection, server }: Words) => [
  connection(honest).wire.shows`
    client > S   0:0(0)
    server > S.  0:0(0) ack 1
    client > .   1:1(0) ack 1
  `,
  connection(honest).client.passes('SYN-SENT', 'ESTABLISHED'),
  connection(honest).server.opensByCookie(),
  server.counts('TcpExt.SyncookiesRecv', 1),
  server.says('accepted'),
]

const strangersSyns = ({ connections }: Words) =>
  connections(
    1,
    strangers,
    ({ wire }) => wire.shows`
      client > S   0:0(0)
      ... server > S.
    `,
  )

export default lab({
  title:
    'A flood of SYNs from addresses that never answer fills the half-open queue, and an honest client cannot get in',
  zh: '来自从不应答的地址的 SYN 洪泛占满半连接队列，正常的客户端得不到服务',
  lesson: { chapter: 'opening', step: 9 },
  cites: 'RFC 4987 sections 2 and 3; RFC 9293 section 3.5',
  settles: ['O14/without-cookies', 'O14/cookies', 'O15'],
  takes: s(3),
  network: { rawPeer: true, sysctls: { client: backingOff, server: withoutCookies } },

  async play(stage) {
    await floodThenConnect(stage)
    await stage.until(stage.connection(honest).client.reaches('SYN-SENT'))
    // Another SYN of the honest client's goes unanswered meanwhile.
    await stage.pause(s(2.5))
  },

  claims: (words) => [
    words.server.isFlooded(backlog).settling('O14/without-cookies', 'O15'),
    strangersSyns(words),
    ...settling('O14/without-cookies').by(
      words.connection(honest).wire.shows`
        client > S   0:0(0)
        client > S   0:0(0)
        ... client > S
      `,
      words.connection(honest).wire.neverShows('server', 'S'),
      words.connection(honest).client.passes('SYN-SENT'),
      words.connection(honest).client.isShownIn('SYN-SENT'),
      words.server.counts('TcpExt.TCPReqQFullDrop', 1, Number.POSITIVE_INFINITY),
      words.server.neverSays('accepted'),
    ),
  ],

  variants: {
    cookies: {
      title: 'with SYN cookies the queue is just as full, but the honest client is served without it',
      zh: '有 SYN cookie 时队列同样被占满，但正常的客户端绕过队列得到服务',
      network: { sysctls: { server: withCookies } },
      play: serveByCookie,
      claims: (words) => [
        words.server.isFlooded(backlog).settling('O14/cookies', 'O15'),
        strangersSyns(words),
        ...settling('O14/cookies').by(
          ...servedByCookie(words),
          words.server.counts('TcpExt.SyncookiesSent', 1, Number.POSITIVE_INFINITY),
        ),
      ],
    },
    'cookies-alone': {
      title: 'with tcp_syncookies = 2 every SYN+ACK is a cookie, and nothing at all is set aside',
      zh: 'tcp_syncookies = 2 时每个 SYN+ACK 都是 cookie，完全不预留资源',
      network: { sysctls: { server: cookiesAlone } },
      play: serveByCookie,
      claims: (words) => [
        strangersSyns(words),
        ...settling('O14/cookies').by(...servedByCookie(words), words.server.counts('TcpExt.SyncookiesSent', honest)),
      ],
    },
  },

  twins: {
    cookies: {
      title: 'the server has SYN cookies, and serves the honest client',
      network: { sysctls: { server: withCookies } },
      breaks: ({ server, connection }) => [connection(honest).client.passes('SYN-SENT'), server.neverSays('accepted')],
    },
    'no-flood': {
      title: 'there is no flood',
      client: './twins/honest.ts',
      breaks: ({ server }) => [server.isFlooded(backlog), server.neverSays('accepted')],
    },
  },
})
