import { lab, ms, type Stage, s, settling } from '#lab'

const received = 'received 1000000, sha256 0502ada3'

/** A line of 1 Mbit/s with room for some twenty segments: they fill it in half a second. */
const narrow = { rate: '1mbit', queue: 30_000 }

async function fillTheLine({ client, router, establish, until, pause }: Stage) {
  await establish()
  // The first look at the window, before anything is sent.
  await until(client.reaches('ESTABLISHED'))
  await router.narrow('server', narrow)
  client.cue('send')
  // Slow start is over within half a second: whoever looks less often does not see it.
  for (let looks = 0; looks < 8; looks++) await pause(ms(80))
  await pause(s(6))
}

export default lab({
  title: 'TCP speeds up until the network is congested, slows down when a segment is lost, and speeds up again',
  zh: 'TCP 不断加速直到网络拥塞，丢失报文段时减速，然后再次加速',
  lesson: { chapter: 'data', step: 7 },
  cites: 'RFC 5681 sections 3.1 and 3.2',
  settles: ['D8/crowded'],
  takes: s(10),
  // Every kernel has Reno, and its steps are those of the RFC.
  network: { sysctls: { client: { 'net.ipv4.tcp_congestion_control': 'reno' } } },
  server: '../programs/server-fingerprints.ts',

  async play(stage) {
    const { server, client, until } = stage
    await fillTheLine(stage)
    await until(server.says(received), s(20))
    await until(client.reaches('FIN-WAIT-2'))
  },

  claims: ({ server, client, wire }) => [
    ...settling('D8/crowded').by(
      client.adapts(),
      wire.loses('client', 1),
      wire.delivers('client', 1_000_000),
      server.says(received),
    ),
    wire.shows`
      opening
      ... client > . F. | server > .
      server > .   1:1(0) ack 1000002
    `,
    client.passes('SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2'),
    server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT'),
  ],

  twins: {
    'wide-line': {
      title: 'the line stays as wide as it was',
      faults: 'none',
      breaks: ({ wire }) => [wire.loses('client', 1)],
    },
    'client-sips': {
      title: 'the client never sends more than the line can carry',
      client: './twins/sips.ts',
      play: fillTheLine,
      breaks: ({ client, wire }) => [client.adapts(), wire.loses('client', 1)],
    },
  },
})
