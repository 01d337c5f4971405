import { lab, ms, s, settling, type WireClaims } from '#lab'

const segments = (wire: WireClaims) => wire.shows`
  opening
  client > F.  1:1(0) ack 1
  server > .   1:1(0) ack 2
`

export default lab({
  title: 'A server that never closes is stuck in CLOSE-WAIT, and its client in FIN-WAIT-2',
  zh: '从不关闭的服务器停在 CLOSE-WAIT，它的客户端停在 FIN-WAIT-2',
  lesson: { chapter: 'closing', step: 6 },
  cites: 'RFC 9293 section 3.6, case 2; RFC 1122 section 4.2.2.13',
  settles: ['C2', 'C3/on-receiving', 'C3/on-sending', 'C4', 'C14', 'C15/shutdown', 'C15/close'],
  takes: s(4),
  // Segments are held in the router while ss and netstat look; meanwhile nothing must be sent again.
  network: { retransmitAfter: s(10) },

  async play({ server, client, router, establish, until, pause }) {
    await establish()
    const fin = await router.hold({ from: 'client', flags: 'F.' })
    const ack = await router.hold({ from: 'server', flags: '.' })
    client.cue('close')
    await until(client.reaches('FIN-WAIT-1'))
    await fin.release()
    await until(server.reaches('CLOSE-WAIT'))
    await ack.release()
    await until(client.reaches('FIN-WAIT-2'))
    await pause(s(3))
  },

  claims: ({ server, client, wire }) => [
    // It never sends a FIN of its own, and is there all the same.
    segments(wire).settling('C2', 'C3/on-receiving', 'C3/on-sending'),
    client.passes('SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2').settling('C2', 'C4'),
    server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT').settling('C3/on-receiving', 'C3/on-sending'),
    client.isShownIn('FIN-WAIT-1', 'FIN-WAIT-2').settling('C2', 'C4'),
    server.isShownIn('CLOSE-WAIT').settling('C3/on-receiving', 'C3/on-sending'),
    server.says('eof', { after: 'F' }).settling('C14'),
    ...settling('C15/shutdown').by(
      server.stays('CLOSE-WAIT', s(3)),
      client.stays('FIN-WAIT-2', s(3)),
      server.never('LAST-ACK'),
    ),
  ],

  variants: {
    destroy: {
      title: 'the client closes its socket altogether: tcp_fin_timeout ends FIN-WAIT-2, but CLOSE-WAIT stays',
      zh: '客户端完全放弃套接字：tcp_fin_timeout 结束 FIN-WAIT-2，而 CLOSE-WAIT 依旧',
      takes: s(4),
      // An orphan's FIN-WAIT-2 lasts for several retransmission timeouts at least, if that is longer.
      network: { retransmitAfter: ms(200), sysctls: { client: { 'net.ipv4.tcp_fin_timeout': 2 } } },
      client: '../programs/client-destroys.ts',
      async play({ client, establish, clientCloses, until, pause }) {
        await establish()
        await clientCloses()
        await until(client.reaches('CLOSED'))
        await pause(s(1))
      },
      claims: ({ server, client, wire }) => [
        segments(wire),
        ...settling('C15/close').by(
          client.passes('SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'CLOSED'),
          server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT'),
          client.lasts('FIN-WAIT-2', s(2)),
        ),
        client.isShownIn('FIN-WAIT-2'),
        server.readsEnd(),
        server.stays('CLOSE-WAIT', s(3)).settling('C15/close'),
      ],
    },
  },

  twins: {
    'server-closes': {
      title: 'the server closes when it has read the FIN, as it should',
      server: './twins/closes.ts',
      breaks: ({ server }) => [server.stays('CLOSE-WAIT', s(3)), server.never('LAST-ACK')],
    },
    'client-resets': {
      title: 'the client aborts its connection: a RST instead of a FIN',
      client: '../programs/client-resets.ts',
      breaks: ({ server, client }) => [
        client.passes('SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2'),
        server.says('eof', { after: 'F' }),
      ],
    },
    'fin-is-lost': {
      title: 'the FIN never reaches the server',
      disturb: ({ router }) => router.lose({ from: 'client', flags: 'F.' }),
      breaks: ({ server }) => [
        server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT'),
        server.says('eof', { after: 'F' }),
      ],
    },
  },
})
