import { lab, ms, type Stage, s, settling } from '#lab'

/** 2 MSL on Linux: TCP_TIMEWAIT_LEN, include/net/tcp.h. */
const twiceMsl = s(60)

/** The client closes, then the server; the ACK of the server's FIN is lost, so many times: every time, when not said. */
async function loseLastAcks({ server, router, establish, clientCloses, until }: Stage, first?: number) {
  await establish()
  await clientCloses()
  await until(server.says('eof'))
  await router.lose({ from: 'client', flags: '.', ...(first === undefined ? {} : { first }) })
  server.cue('close')
}

export default lab({
  title: 'When the last ACK is lost the FIN is sent again, and TIME-WAIT answers again and restarts its clock',
  zh: '最后一个 ACK 丢失时，FIN 再次到达，TIME-WAIT 再次应答并重新计时',
  lesson: { chapter: 'TIME-WAIT', step: 2 },
  cites: 'RFC 9293 sections 3.6 and 3.10.7.4',
  settles: ['T4', 'T5', 'C22'],
  // The FIN is sent again after a second, so that ss and netstat can look before and after.
  network: { retransmitAfter: s(1) },
  client: '../programs/client-closes.ts',
  server: '../programs/server-closes.ts',

  async play(stage) {
    const { server, client, until, pause } = stage
    await loseLastAcks(stage, 1)
    await until(client.reaches('TIME-WAIT'))
    await until(server.reaches('LAST-ACK'))
    await until(server.reaches('CLOSED'))
    await pause(ms(500))
  },

  claims: ({ server, client, wire }) =>
    settling('T4').by(
      wire.shows`
        opening
        client > F.  1:1(0) ack 1
        server > .   1:1(0) ack 2
        server > F.  1:1(0) ack 2
        client > .   2:2(0) ack 2 lost
        server > F.  1:1(0) ack 2
        client > .   2:2(0) ack 2
      `,
      client.passes('SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT'),
      server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT', 'LAST-ACK', 'CLOSED'),
      server.isShownIn('LAST-ACK'),
      client.isShownIn('TIME-WAIT'),
      client.restarts('TIME-WAIT', twiceMsl),
    ),

  variants: {
    'to-the-end': {
      title: 'six ACKs are lost, and TIME-WAIT ends a minute after the last FIN, not after the first',
      zh: '六个 ACK 丢失，TIME-WAIT 在最后一个 FIN 而不是第一个 FIN 之后一分钟结束',
      takes: s(70),
      server: './variants/keeps-its-socket.pl',
      network: { retransmitAfter: ms(200) },
      async play(stage) {
        const { server, client, until, pause } = stage
        await loseLastAcks(stage, 6)
        await until(client.reaches('TIME-WAIT'))
        await until(server.reaches('LAST-ACK'))
        await until(server.reaches('CLOSED'), s(20))
        server.cue('look')
        await until(server.says('closed well'))
        await pause(s(59))
        await until(client.reaches('CLOSED'))
      },
      claims: ({ server, client, wire }) => [
        ...settling('T4').by(
          wire.shows`
            opening
            client > F.  1:1(0) ack 1
            server > .   1:1(0) ack 2
            server > F.  1:1(0) ack 2
            client > .   2:2(0) ack 2 lost
            server > F.  1:1(0) ack 2
            client > .   2:2(0) ack 2 lost
            server > F.  1:1(0) ack 2
            client > .   2:2(0) ack 2 lost
            server > F.  1:1(0) ack 2
            client > .   2:2(0) ack 2 lost
            server > F.  1:1(0) ack 2
            client > .   2:2(0) ack 2 lost
            server > F.  1:1(0) ack 2
            client > .   2:2(0) ack 2 lost
            server > F.  1:1(0) ack 2
            client > .   2:2(0) ack 2
          `,
          client.passes('SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT', 'CLOSED'),
          server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT', 'LAST-ACK', 'CLOSED'),
          client.endsAfterFin('TIME-WAIT', twiceMsl),
        ),
        server.says('closed well'),
      ],
    },
    silence: {
      title: "the server's FINs are lost too: TIME-WAIT ends, and the server is still in LAST-ACK",
      zh: '服务器的 FIN 也丢失：TIME-WAIT 结束时，服务器仍在 LAST-ACK',
      takes: s(63),
      server: './variants/keeps-its-socket.pl',
      async play(stage) {
        const { server, client, router, until, pause } = stage
        await loseLastAcks(stage)
        await until(client.reaches('TIME-WAIT'))
        await router.lose({ from: 'server', flags: 'F.' })
        await until(server.reaches('LAST-ACK'))
        await pause(s(59))
        await until(client.reaches('CLOSED'))
        await pause(ms(500))
      },
      claims: ({ server, client, wire }) =>
        settling('C22').by(
          wire.shows`
            opening
            client > F.  1:1(0) ack 1
            server > .   1:1(0) ack 2
            server > F.  1:1(0) ack 2
            client > .   2:2(0) ack 2 lost
            server > F.  1:1(0) ack 2 lost
            server > F.  1:1(0) ack 2 lost
            server > F.  1:1(0) ack 2 lost
            server > F.  1:1(0) ack 2 lost
            server > F.  1:1(0) ack 2 lost
            ... server > F.
          `,
          client.passes('SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT', 'CLOSED'),
          client.lasts('TIME-WAIT', twiceMsl),
          server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT', 'LAST-ACK'),
          server.isShownIn('LAST-ACK'),
        ),
    },
    'no-time-wait': {
      title:
        "the client's kernel keeps no TIME-WAIT: the FIN that is sent again finds no connection, and a RST ends LAST-ACK",
      zh: '客户端的内核不保留 TIME-WAIT：再次到达的 FIN 无人接收，RST 结束了 LAST-ACK',
      network: { sysctls: { client: { 'net.ipv4.tcp_max_tw_buckets': 0 } } },
      server: './variants/keeps-its-socket.pl',
      async play(stage) {
        const { server, client, until } = stage
        await loseLastAcks(stage, 1)
        await until(client.reaches('CLOSED'))
        await until(server.reaches('LAST-ACK'))
        await until(server.reaches('CLOSED'))
        server.cue('look')
        await until(server.says('failed: ECONNRESET'))
      },
      claims: ({ server, client, wire }) =>
        settling('T5').by(
          wire.shows`
            opening
            client > F.  1:1(0) ack 1
            server > .   1:1(0) ack 2
            server > F.  1:1(0) ack 2
            client > .   2:2(0) ack 2 lost
            server > F.  1:1(0) ack 2
            client > R   2:2(0)
          `,
          client.passes('SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'CLOSED'),
          server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT', 'LAST-ACK', 'CLOSED'),
          server.isShownIn('LAST-ACK'),
          client.counts('TcpExt.TCPTimeWaitOverflow', 1),
          server.says('failed: ECONNRESET'),
          server.neverSays('closed well'),
        ),
    },
  },

  twins: {
    'nothing-is-lost': {
      title: 'the last ACK arrives, and the FIN is never sent again',
      faults: 'none',
      breaks: ({ client }) => [client.restarts('TIME-WAIT', twiceMsl)],
    },
    'no-time-wait': {
      title: "the client's kernel keeps no TIME-WAIT",
      network: { sysctls: { client: { 'net.ipv4.tcp_max_tw_buckets': 0 } } },
      breaks: ({ client }) => [
        client.passes('SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT'),
        client.restarts('TIME-WAIT', twiceMsl),
      ],
    },
    'server-resets': {
      title: 'the server aborts where it should close',
      server: '../programs/server-resets.ts',
      breaks: ({ server, client }) => [
        client.passes('SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT'),
        server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT', 'LAST-ACK', 'CLOSED'),
      ],
    },
  },
})
