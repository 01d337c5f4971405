import { lab, type Stage, settling, type Words } from '#lab'

/** TFO_SERVER_ENABLE for every listener, without its asking: 2 and 0x400; and no cookie needed: 0x200 (ip-sysctl). */
const fastOpen = { 'net.ipv4.tcp_fastopen': 0x603 }
const fastOpenWithCookie = { 'net.ipv4.tcp_fastopen': 0x403 }

/** TFO_CLIENT_ENABLE, and no cookie needed: TFO_CLIENT_NO_COOKIE, 4. */
const fastOpenClient = { 'net.ipv4.tcp_fastopen': 5 }

/** A raw peer stands in the server's place, of which no kernel says that it listens. */
async function rawServerFirst({ server, client, until }: Stage) {
  server.start()
  await until(server.says('listening'))
  client.start()
  await until(client.says('received 5 in all'))
  await until(server.says('acknowledged up to 6'))
}

/** The server acknowledges the SYN and none of its bytes, so that they have to come again. */
const bytesTwice = ({ wire }: Words) => wire.shows`
  client > S   0:5(5)
  server > S.  0:0(0) ack 1
  client > P.  1:6(5) ack 1
  server > .   1:1(0) ack 6
`

export default lab({
  title: 'Bytes on a SYN or a SYN+ACK are ignored, unless Fast Open is on; on the third segment they are delivered',
  zh: 'SYN 或 SYN+ACK 携带的字节会被忽略，除非启用 Fast Open；第三次握手的报文段携带的字节会交付',
  lesson: { chapter: 'opening', step: 6 },
  cites: 'RFC 9293 sections 3.4, 3.5 and 3.10.7.2; RFC 7413',
  settles: ['O7/plain', 'O7/fast-open', 'O8/data', 'O20/plain', 'O20/fast-open'],
  network: { rawPeer: true },

  async play({ server, client, startBoth, until }) {
    await startBoth()
    await until(server.says('received 5 in all'))
    await until(client.says('acknowledged up to 6'))
  },

  claims: (words) => [
    bytesTwice(words).settling('O7/plain', 'O8/data'),
    words.server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED'),
    words.client.says('acknowledged up to 1').settling('O7/plain'),
    words.server.says('received 5 in all').settling('O8/data'),
    words.server.neverSays('received 10 in all').settling('O7/plain'),
  ],

  variants: {
    'fast-open': {
      title: 'with Fast Open the bytes are acknowledged and delivered before the third segment',
      zh: '启用 Fast Open 时，这些字节在第三次握手之前就被确认并交付',
      network: { sysctls: { server: fastOpen } },
      client: './variants/fast-open.ts',
      async play({ server, client, startBoth, until }) {
        await startBoth()
        await until(server.says('received 5 in all'))
        await until(server.reaches('SYN-RECEIVED'))
        client.cue('acknowledge')
        await until(server.reaches('ESTABLISHED'))
      },
      claims: ({ server, client, wire }) =>
        settling('O7/fast-open').by(
          wire.shows`
            client > S   0:5(5)
            server > S.  0:0(0) ack 6
            client > .   6:6(0) ack 1
          `,
          server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED'),
          server.isShownIn('SYN-RECEIVED'),
          client.says('acknowledged up to 6'),
          server.says('received 5 in all'),
          server.neverSays('received 10 in all'),
          server.counts('TcpExt.TCPFastOpenPassive', 1),
        ),
    },
    'fast-open-cookie': {
      title: 'the client asks for a cookie first, and presents it on the SYN that carries bytes',
      zh: '客户端先请求 cookie，再在携带字节的 SYN 中出示它',
      network: { sysctls: { server: fastOpenWithCookie } },
      client: './variants/cookie.ts',
      async play({ server, client, startBoth, connection, until }) {
        await startBoth()
        await until(client.says('got a cookie'))
        await until(server.reaches('ESTABLISHED'))
        client.cue('open another')
        await until(server.says('received 5 in all'))
        await until(connection(2).server.reaches('SYN-RECEIVED'))
        client.cue('acknowledge')
        await until(connection(2).server.reaches('ESTABLISHED'))
      },
      claims: ({ server, client, wire, connection }) => [
        wire.shows`
          client > S   0:0(0)
          server > S.  0:0(0) ack 1
          client > .   1:1(0) ack 1
        `,
        server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED'),
        ...settling('O7/fast-open').by(
          client.says('got a cookie'),
          connection(2).wire.shows`
            client > S   0:5(5)
            server > S.  0:0(0) ack 6
            client > .   6:6(0) ack 1
          `,
          connection(2).server.passes('SYN-RECEIVED', 'ESTABLISHED'),
          server.says('received 5 in all'),
          server.counts('TcpExt.TCPFastOpenPassive', 1),
        ),
      ],
    },
    'syn-ack': {
      title: 'bytes on a SYN+ACK are ignored too: they have to be sent again',
      zh: 'SYN+ACK 携带的字节同样被忽略：必须再发一次',
      network: { rawPeer: 'server' },
      client: './variants/client-counts.ts',
      server: './variants/syn-ack.ts',
      play: rawServerFirst,
      claims: ({ server, client, wire }) =>
        settling('O20/plain').by(
          wire.shows`
            client > S   0:0(0)
            server > S.  0:5(5) ack 1
            client > .   1:1(0) ack 1
            server > P.  1:6(5) ack 1
            client > .   1:1(0) ack 6
          `,
          client.passes('SYN-SENT', 'ESTABLISHED'),
          server.says('acknowledged up to 1'),
          client.says('received 5 in all'),
          client.neverSays('received 10 in all'),
        ),
    },
    'fast-open-syn-ack': {
      title: 'a client that opens with Fast Open takes the bytes of a SYN+ACK at once',
      zh: '用 Fast Open 建立连接的客户端立即接收 SYN+ACK 携带的字节',
      network: { rawPeer: 'server', sysctls: { client: fastOpenClient } },
      client: './variants/client-fast-opens.pl',
      server: './variants/syn-ack.ts',
      play: rawServerFirst,
      claims: ({ server, client, wire }) =>
        settling('O20/fast-open').by(
          wire.shows`
            client > S   0:5(5)
            server > S.  0:5(5) ack 6
            client > .   6:6(0) ack 6
          `,
          client.passes('SYN-SENT', 'ESTABLISHED'),
          server.says('acknowledged up to 6'),
          client.says('received 5 in all'),
          client.counts('TcpExt.TCPFastOpenActive', 1),
        ),
    },
  },

  twins: {
    'client-waits': {
      title: 'the client sends its bytes only once the connection is open',
      client: './twins/waits.ts',
      breaks: (words) => [bytesTwice(words)],
    },
    'fast-open': {
      title: 'Fast Open is on, and the bytes on the SYN are taken',
      network: { sysctls: { server: fastOpen } },
      breaks: (words) => [bytesTwice(words), words.client.says('acknowledged up to 1')],
    },
    'data-is-lost': {
      title: 'the third segment is lost, and the bytes with it',
      disturb: ({ router }) => router.lose({ from: 'client', flags: '.' }),
      breaks: ({ server }) => [server.says('received 5 in all')],
    },
  },
})
