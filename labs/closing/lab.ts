import { lab, type Stage, s, settling, type Words } from '#lab'

/** The raw peer's FIN, which does not acknowledge the server's, brings it into CLOSING; then the peer does what it is told. */
async function serverIsClosing({ server, client, establish, until }: Stage, then: 'acknowledge' | 'reset') {
  await establish()
  server.cue('close')
  await until(server.reaches('CLOSING'))
  client.cue(then)
}

const bothAreClosing = ({ client, server }: Words) =>
  settling('C12').by(
    client.passes('SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'CLOSING', 'TIME-WAIT'),
    server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'FIN-WAIT-1', 'CLOSING', 'TIME-WAIT'),
  )

export default lab({
  title: 'Both ends close at once: the FINs cross, both are CLOSING, and both wait in TIME-WAIT',
  zh: '双方同时关闭：两个 FIN 交错而过，双方都进入 CLOSING，又都在 TIME-WAIT 中等待',
  lesson: { chapter: 'closing', step: 8 },
  cites: 'RFC 9293 section 3.6, case 3',
  settles: ['C12'],
  network: { retransmitAfter: s(10) },
  client: '../programs/client-closes.ts',

  // Two ends hardly ever close in the same instant; the router holds both FINs until both have left, then both ACKs.
  async play(stage) {
    const { server, client, router, until } = stage
    await stage.establish()
    const clientFin = await router.hold({ from: 'client', flags: 'F.' })
    const serverFin = await router.hold({ from: 'server', flags: 'F.' })
    const clientAck = await router.hold({ from: 'client', flags: '.' })
    const serverAck = await router.hold({ from: 'server', flags: '.' })
    client.cue('close')
    await until(client.reaches('FIN-WAIT-1'))
    server.cue('close')
    await until(server.reaches('FIN-WAIT-1'))

    await clientFin.release()
    await until(server.reaches('CLOSING'))
    await serverFin.release()
    await until(client.reaches('CLOSING'))
    await serverAck.release()
    await until(client.reaches('TIME-WAIT'))
    await clientAck.release()
    await until(server.reaches('TIME-WAIT'))
  },

  holds: ({ client }) => client.reaches('CLOSING'),

  claims: (words) => [
    words.wire.shows`
      opening
      client > F.  1:1(0) ack 1
      server > F.  1:1(0) ack 1
      server > .   2:2(0) ack 2
      client > .   2:2(0) ack 2
    `.settling('C12'),
    ...bothAreClosing(words),
    words.client.isShownIn('FIN-WAIT-1', 'CLOSING', 'TIME-WAIT').settling('C12'),
    words.server.isShownIn('FIN-WAIT-1', 'CLOSING', 'TIME-WAIT').settling('C12'),
  ],

  variants: {
    'raw-peer': {
      title: 'a raw peer takes the server there alone: its FIN leaves without acknowledging the other',
      zh: '原始套接字对端独自把服务器引到这一状态：它的 FIN 不确认对方的 FIN',
      network: { rawPeer: true },
      client: './variants/raw-client.ts',
      async play(stage) {
        await serverIsClosing(stage, 'acknowledge')
        await stage.until(stage.server.reaches('TIME-WAIT'))
      },
      claims: ({ server, wire }) =>
        settling('C12').by(
          wire.shows`
            opening
            server > F.  1:1(0) ack 1
            client > F.  1:1(0) ack 1
            server > .   2:2(0) ack 2
            client > .   2:2(0) ack 2
          `,
          server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'FIN-WAIT-1', 'CLOSING', 'TIME-WAIT'),
          server.isShownIn('CLOSING', 'TIME-WAIT'),
        ),
    },
    reset: {
      title: 'a raw peer resets a connection that is CLOSING: there is no TIME-WAIT',
      zh: '原始套接字对端复位处于 CLOSING 的连接：没有 TIME-WAIT',
      network: { rawPeer: true },
      client: './variants/raw-client.ts',
      async play(stage) {
        await serverIsClosing(stage, 'reset')
        await stage.until(stage.server.reaches('CLOSED'))
      },
      claims: ({ server, wire }) => [
        wire.shows`
          opening
          server > F.  1:1(0) ack 1
          client > F.  1:1(0) ack 1
          server > .   2:2(0) ack 2
          client > R   2:2(0)
        `,
        server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'FIN-WAIT-1', 'CLOSING', 'CLOSED'),
        server.isShownIn('CLOSING'),
        server.never('TIME-WAIT'),
      ],
    },
  },

  twins: {
    'server-waits': {
      title: "the server closes only after it has read the client's FIN",
      server: './twins/waits.ts',
      breaks: bothAreClosing,
    },
    'nothing-is-held': {
      title: "the client's FIN arrives before the server closes",
      faults: 'none',
      breaks: bothAreClosing,
    },
  },
})
