import { lab, type Stage, s } from '#lab'

/** Slow enough that a machine with other work captures every segment; with room for some thirteen of them. */
const wide = { rate: '3mbit', queue: 20_000 }
const narrow = { rate: '500kbit', queue: 20_000 }

async function sendOn(stage: Stage, lines: ReadonlyArray<typeof wide>) {
  const { client, router, establish, until, pause } = stage
  await establish()
  for (const [index, line] of lines.entries()) {
    await router.narrow('server', line)
    if (index === 0) client.cue('send')
    await pause(s(1.5))
  }
  client.cue('stop')
  await until(client.reaches('FIN-WAIT-2'), s(20))
}

export default lab({
  title: 'TCP sends as fast as the line allows: slower when the line is made narrow, faster when it is wide again',
  zh: '线路容得下多快，TCP 就发多快：线路变窄则慢下来，重新变宽则快起来',
  lesson: { chapter: 'data', step: 10 },
  cites: 'RFC 5681; RFC 9438',
  settles: ['D8/crowded', 'D8/free'],
  takes: s(5),
  // What it has still to send when it is told to stop must not take the line long.
  network: { sysctls: { client: { 'net.ipv4.tcp_wmem': '4096 16384 65536' } } },
  server: '../programs/server-fingerprints.ts',

  play: (stage) => sendOn(stage, [wide, narrow, wide]),

  claims: ({ server, client, wire }) => [
    client.followsLine('narrower').settling('D8/crowded'),
    client.followsLine('wider').settling('D8/free'),
    wire.shows`
      opening
      ... client > . F. | server > .
    `,
    client.passes('SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2'),
    server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT'),
  ],

  variants: {
    cubic: {
      title: "CUBIC, the default of most kernels: the client's route asks for it",
      zh: 'CUBIC，未作设置时多数内核所用的算法：由客户端的路由指定',
      network: { congestionControl: 'cubic' },
    },
  },

  twins: {
    'line-stays': {
      title: 'the line stays wide',
      play: (stage) => sendOn(stage, [wide, wide, wide]),
      breaks: ({ client }) => [client.followsLine('narrower'), client.followsLine('wider')],
    },
    'client-sips': {
      title: 'the client sends at a rate of its own, which any line can carry',
      client: './twins/sips.ts',
      breaks: ({ client }) => [client.followsLine('narrower'), client.followsLine('wider')],
    },
  },
})
