import { lab, ms, type Stage, s, settling, type Variant, type Words } from '#lab'

const received = 'received 200000, sha256 237f536b'

/** The server reads what is left, and closes when it has seen the end. */
async function readAndClose({ server, client, serverFollows, until, pause }: Stage) {
  await until(client.reaches('FIN-WAIT-1'))
  await pause(ms(500))
  server.cue('read')
  await until(server.says(received))
  await until(client.reaches('FIN-WAIT-2'))
  await serverFollows()
}

async function closedThenRead(stage: Stage) {
  await stage.establish()
  await readAndClose(stage)
}

const allArrives = ({ client, server, wire }: Words, side: string) => [
  wire.shows`
    opening
    ... client > . F. | server > . F.
    client > .   200002:200002(0) ack 2
  `,
  ...settling(side).by(
    wire.delivers('client', 200_000),
    wire.neverShows('client', 'R'),
    client.passes('SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT'),
    client.isShownIn('FIN-WAIT-1'),
  ),
  server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT', 'LAST-ACK', 'CLOSED'),
  server.readsNothing('read'),
  server.says(received).settling(side),
]

const neverRead: Variant = {
  title:
    'the socket is closed, and the server never reads: the bytes that have no room are thrown away, and no FIN is sent',
  zh: '套接字已关闭，而服务器从不读取：放不下的字节被丢弃，也不发送 FIN',
  takes: s(5),
  // An orphan behind a closed window is given up when the wait between its probes has grown to its most: two minutes, and a
  // second here. The server answers each probe, however soon it comes.
  network: {
    sysctls: { client: { 'net.ipv4.tcp_rto_max_ms': 1000 }, server: { 'net.ipv4.tcp_invalid_ratelimit': 0 } },
  },
  client: './variants/closes.ts',
  async play({ client, establish, until, pause }) {
    await establish()
    await until(client.reaches('FIN-WAIT-1'))
    await until(client.reaches('CLOSED'))
    await pause(s(1))
  },
  claims: ({ client, server, wire }) =>
    settling('C13/never-read').by(
      wire.shows`
        opening
        ... client > . | server > .
        client > .
        server > .   1:1(0) win 0
        client > .
        server > .   1:1(0) win 0
      `,
      client.withholds(200_000),
      wire.neverShows('client', 'F'),
      wire.neverShows('client', 'R'),
      client.passes('SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'CLOSED'),
      client.isShownIn('FIN-WAIT-1'),
      client.says('closed'),
      server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED'),
      server.readsNothing(),
      server.stays('ESTABLISHED', s(3)),
    ),
}

export default lab({
  title: 'A connection closed with bytes still to send sends them all, and then its FIN, as long as its peer reads',
  zh: '关闭连接时若还有字节待发，只要对端继续读取，就先发完全部字节，再发 FIN',
  lesson: { chapter: 'closing', step: 9 },
  cites: 'RFC 9293 sections 3.6, 3.8.6.1 and 3.10.4',
  settles: ['C13/shutdown', 'C13/close', 'C13/never-read'],

  play: closedThenRead,

  claims: (words) => [
    ...allArrives(words, 'C13/shutdown'),
    words.client.says('sent 200000, sha256 237f536b').settling('C13/shutdown'),
  ],

  variants: {
    close: {
      title: 'the socket is closed as soon as its kernel has the bytes; they all arrive, and so does the FIN',
      zh: '内核一拿到这些字节就关闭套接字；字节全部到达，FIN 也到达',
      client: './variants/closes.ts',
      play: closedThenRead,
      claims: (words) => [...allArrives(words, 'C13/close'), words.client.says('closed').settling('C13/close')],
    },
    'never-read': neverRead,
    killed: {
      title: 'the program is killed as soon as its kernel has the bytes; they all arrive',
      zh: '内核一拿到这些字节，程序就被杀死；字节全部到达',
      client: './variants/waits.ts',
      async play(stage) {
        await stage.establish()
        await stage.until(stage.client.says('written'))
        stage.client.signal('SIGKILL')
        await readAndClose(stage)
      },
      claims: (words) => [...allArrives(words, 'C13/close'), words.client.isEndedBy('SIGKILL')],
    },
  },

  twins: {
    'server-reads': {
      ...neverRead,
      title: 'the server reads what arrives, though the socket is closed: the bytes and the FIN are sent',
      server: '../programs/server-fingerprints.ts',
      breaks: ({ client, wire }) => [client.withholds(200_000), wire.neverShows('client', 'F')],
    },
    'client-resets': {
      title: 'the client aborts where it should close: what was not sent is thrown away',
      client: './twins/resets.ts',
      breaks: ({ server, wire }) => [wire.neverShows('client', 'R'), server.says(received)],
    },
    'fin-is-lost': {
      title: 'no segment with a FIN arrives',
      disturb: ({ router }) => router.lose({ from: 'client', flags: 'F.' }),
      breaks: ({ server, wire }) => [wire.delivers('client', 200_000), server.says(received)],
    },
  },
})
