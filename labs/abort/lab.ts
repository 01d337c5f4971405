import { lab, ms, type Stage, settling, type Words } from '#lab'

async function closeUnread({ server, client, establish, until }: Stage) {
  await establish()
  await until(client.says('sent'))
  await until(server.says('accepted'))
  await until(server.leavesUnread(5))
  server.cue('close')
  await until(client.reaches('CLOSED'))
  await until(client.says('failed: ECONNRESET'))
}

async function closeRead({ server, client, establish, until }: Stage) {
  await establish()
  await until(server.says('received 5'))
  server.cue('close')
  await until(client.reaches('CLOSED'))
  await until(client.says('failed: ECONNRESET'))
}

/** The RST takes both ends out of ESTABLISHED at once, and the client's program is told. */
const aborted = ({ server, client, wire }: Words, side: string) =>
  settling(side).by(
    wire.shows`
      opening
      client > P.  1:6(5) ack 1
      server > .   1:1(0) ack 6
      server > R.  1:1(0) ack 6
    `,
    server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'CLOSED'),
    client.passes('SYN-SENT', 'ESTABLISHED', 'CLOSED'),
    client.says('failed: ECONNRESET'),
  )

export default lab({
  title: 'Closing a socket with unread bytes sends a RST, not a FIN: the bytes are lost, and the peer is told',
  zh: '关闭套接字时若有未读的字节，发出的是 RST 而不是 FIN：这些字节丢失了，要让对端知道',
  lesson: { chapter: 'closing', step: 10 },
  cites: 'RFC 9293 section 3.6.1; RFC 1122 section 4.2.2.13; RFC 2525 section 2.17',
  settles: ['C13/unread', 'C13/linger'],

  play: closeUnread,

  claims: (words) => [
    ...aborted(words, 'C13/unread'),
    ...settling('C13/unread').by(
      words.client.neverSays('eof'),
      words.server.leavesUnread(5),
      words.server.counts('TcpExt.TCPAbortOnClose', 1),
    ),
  ],

  variants: {
    'linger-zero': {
      title: 'the server has read everything and aborts: resetAndDestroy() sets SO_LINGER to zero',
      zh: '服务器读完全部内容后异常终止连接：resetAndDestroy() 把 SO_LINGER 的时间设为 0',
      server: './variants/resets.ts',
      play: closeRead,
      claims: (words) => [
        ...aborted(words, 'C13/linger'),
        ...settling('C13/linger').by(
          words.server.says('received 5'),
          words.server.counts('TcpExt.TCPAbortOnData', 1),
          words.server.counts('TcpExt.TCPAbortOnClose', 0),
        ),
      ],
    },
  },

  twins: {
    'server-reads': {
      title: 'the server reads before it closes: a FIN',
      server: './variants/reads.ts',
      breaks: ({ client, server }) => [
        client.says('failed: ECONNRESET'),
        client.neverSays('eof'),
        server.leavesUnread(5),
      ],
    },
    'data-is-lost': {
      title: "the client's bytes never arrive, so nothing is unread",
      async play({ client, router, startBoth, until, pause }) {
        await router.lose({ from: 'client', flags: '.' })
        await startBoth()
        await until(client.says('sent'))
        await pause(ms(500))
      },
      breaks: ({ server, client }) => [server.counts('TcpExt.TCPAbortOnClose', 1), client.says('failed: ECONNRESET')],
    },
  },
})
