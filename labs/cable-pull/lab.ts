import { lab, ms, type Stage, s, settling, type Variant } from '#lab'

/**
 * A tail loss probe first, then the retransmission timeout of 200 ms, which is doubled each time. 2 for tcp_retries2 means 0.2 + 0.4 +
 * 0.8 = 1.4 s, counted from the first timeout: the timers that fire 0.4 and 1.2 s after it send again, the one at 2.8 s gives up.
 */
const untilTooLate = [200, 200, 400, 800, 1600].map(ms)

const received = 'received 1000000, sha256 0502ada3'

/** Half of the bytes have arrived when the line is cut. */
async function halfThenCut({ server, client, router, establish, until }: Stage) {
  await establish()
  client.cue('send')
  await until(server.acknowledges(500_001))
  const cut = await router.cut()
  client.cue('send the rest')
  return cut
}

const forTooLong: Variant = {
  title: 'the cable stays out for longer than tcp_retries2 allows: ETIMEDOUT',
  zh: '网线拔掉的时间超过 tcp_retries2 所允许的：ETIMEDOUT',
  takes: s(5),
  network: { sysctls: { client: { 'net.ipv4.tcp_retries2': 2 } } },
  client: './variants/says-two-words.ts',
  server: '../programs/server-counts.ts',
  async play({ server, client, router, establish, until }) {
    await establish()
    client.cue('send')
    await until(server.acknowledges(6))
    await router.cut()
    client.cue('send')
    await until(client.says('failed: ETIMEDOUT'), s(10))
    await until(client.reaches('CLOSED'))
  },
  claims: ({ server, client, wire }) => [
    ...settling('D7/too-late').by(
      wire.shows`
        opening
        client > P.  1:6(5) ack 1
        server > .   1:1(0) ack 6
        client > P.  6:11(5) ack 1 lost
        client > P.  6:11(5) ack 1 lost
        client > P.  6:11(5) ack 1 lost
        client > P.  6:11(5) ack 1 lost
        client > P.  6:11(5) ack 1 lost
      `,
      client.resends('P.', ...untilTooLate.slice(0, -1)),
      client.givesUp('P.', ...untilTooLate),
      client.passes('SYN-SENT', 'ESTABLISHED', 'CLOSED'),
      client.says('failed: ETIMEDOUT'),
      client.counts('TcpExt.TCPAbortOnTimeout', 1),
    ),
    server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED'),
    server.neverSays('received 10 in all: helloagain'),
  ],
}

export default lab({
  title: 'Pull the cable and put it back: the transfer picks up where it stopped',
  zh: '拔掉网线再插回去：传输从中断处继续',
  lesson: { chapter: 'data', step: 8 },
  cites: 'RFC 1122 section 4.2.3.5; RFC 9293 section 3.8.3',
  settles: ['D7/in-time', 'D7/too-late'],
  takes: s(4),
  server: '../programs/server-fingerprints.ts',

  async play(stage) {
    const { server, client, until, pause } = stage
    const cut = await halfThenCut(stage)
    await pause(s(2))
    await cut.mend()
    await until(server.says(received))
    await until(client.reaches('FIN-WAIT-2'))
  },

  claims: ({ server, client, wire }) => [
    wire.shows`
      opening
      ... client > . F. | server > .
      server > .   1:1(0) ack 1000002
    `,
    ...settling('D7/in-time').by(
      // What was sent while the line was cut reached the router and no farther, and was sent again.
      wire.loses('client', 2),
      wire.delivers('client', 1_000_000),
      server.says(received),
    ),
    client.passes('SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2'),
    server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT'),
  ],

  variants: {
    'for-too-long': forTooLong,
  },

  twins: {
    'less-patience': {
      ...forTooLong,
      title: 'the cable stays out, and tcp_retries2 is 1, which means 0.6 s',
      network: { sysctls: { client: { 'net.ipv4.tcp_retries2': 1 } } },
      breaks: ({ client }) => [
        client.resends('P.', ...untilTooLate.slice(0, -1)),
        client.givesUp('P.', ...untilTooLate),
      ],
    },
    'cable-stays-out': {
      title: 'nobody puts the cable back',
      async play(stage) {
        await halfThenCut(stage)
        await stage.pause(s(2))
      },
      breaks: ({ server, wire }) => [wire.delivers('client', 1_000_000), server.says(received)],
    },
    'client-gives-up': {
      title: 'the client aborts when the line is cut',
      client: './twins/aborts.ts',
      breaks: ({ server, client }) => [
        client.passes('SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2'),
        server.says(received),
      ],
    },
  },
})
