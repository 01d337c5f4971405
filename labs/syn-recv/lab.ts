import { lab, type Stage, s, settling } from '#lab'

/** The client hears the server, and whatever it answers is lost: to the server it has fallen silent. */
async function silenced({ server, client, router, startBoth, until }: Stage) {
  await router.lose({ from: 'client', flags: '.' })
  await startBoth()
  await until(client.reaches('ESTABLISHED'))
  await until(server.reaches('SYN-RECEIVED'))
}

export default lab({
  title: 'A half-open connection repeats its SYN+ACK, then is given up, and no program ever hears of it',
  zh: '半连接重传 SYN+ACK，最后被放弃，没有程序知道有过它',
  lesson: { chapter: 'opening', step: 4 },
  cites: 'RFC 9293 sections 3.5 and 3.8; RFC 6298',
  settles: ['O4/sent', 'O12/three-steps', 'O16'],
  takes: s(4),
  network: { sysctls: { server: { 'net.ipv4.tcp_synack_retries': 1 } } },
  client: '../programs/client-connects.ts',
  server: '../programs/server-listens.ts',

  async play(stage) {
    await silenced(stage)
    await stage.until(stage.server.reaches('CLOSED'))
  },

  holds: ({ server }) => server.reaches('SYN-RECEIVED'),

  claims: ({ server, client, wire }) => [
    wire.shows`
      client > S   0:0(0)
      server > S.  0:0(0) ack 1
      client > .   1:1(0) ack 1 lost
      server > S.  0:0(0) ack 1
      client > .   1:1(0) ack 1 lost
    `.settling('O12/three-steps', 'O16'),
    server.passes('LISTEN', 'SYN-RECEIVED', 'CLOSED').settling('O12/three-steps', 'O16'),
    ...settling('O16').by(
      server.isShownIn('SYN-RECEIVED'),
      server.resends('S.', s(1)),
      // One second until the SYN+ACK is sent again, two more until it is given up.
      server.lasts('SYN-RECEIVED', s(1), s(2)),
    ),
    server.neverSays('accepted').settling('O12/three-steps'),
    // Two steps were enough for the client; the third is what the server waits for.
    client.passes('SYN-SENT', 'ESTABLISHED').settling('O4/sent', 'O12/three-steps'),
    ...settling('O4/sent').by(client.stays('ESTABLISHED', s(2.5)), server.never('ESTABLISHED')),
  ],

  variants: {
    reset: {
      title: 'a raw peer resets what it has half opened: the server is back in LISTEN, and no program hears of it',
      zh: '原始套接字对端复位它半打开的连接：服务器回到 LISTEN，没有程序知道有过它',
      network: { rawPeer: true },
      client: './variants/raw-client.ts',
      async play({ server, client, startBoth, until }) {
        await startBoth()
        await until(server.reaches('SYN-RECEIVED'))
        client.cue('reset')
        await until(server.reaches('CLOSED'))
      },
      claims: ({ server, wire }) => [
        wire.shows`
          client > S   0:0(0)
          server > S.  0:0(0) ack 1
          client > R   1:1(0)
        `.settling('O12/three-steps'),
        server.passes('LISTEN', 'SYN-RECEIVED', 'CLOSED'),
        server.isShownIn('SYN-RECEIVED'),
        server.keepsListening(),
        server.counts('TcpExt.EmbryonicRsts', 1),
        server.neverSays('accepted').settling('O12/three-steps'),
      ],
    },
  },

  twins: {
    'nothing-is-lost': {
      title: 'the third segment arrives',
      faults: 'none',
      breaks: ({ server }) => [
        server.passes('LISTEN', 'SYN-RECEIVED', 'CLOSED'),
        server.never('ESTABLISHED'),
        server.neverSays('accepted'),
      ],
    },
    'client-resets': {
      title: 'the client aborts, and its RST ends the half-open connection at once',
      client: './twins/resets.ts',
      breaks: ({ server, client }) => [
        server.resends('S.', s(1)),
        server.lasts('SYN-RECEIVED', s(1), s(2)),
        client.stays('ESTABLISHED', s(2.5)),
      ],
    },
    'three-retries': {
      title: 'the kernel is told to repeat the SYN+ACK more often',
      network: { sysctls: { server: { 'net.ipv4.tcp_synack_retries': 3 } } },
      async play(stage) {
        await silenced(stage)
        await stage.pause(s(4))
      },
      breaks: ({ server }) => [server.resends('S.', s(1)), server.passes('LISTEN', 'SYN-RECEIVED', 'CLOSED')],
    },
  },
})
