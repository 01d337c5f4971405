import { lab, type Stage, s, settling } from '#lab'

const allBytes = 'TCP: 100000 of 100000 bytes, sha256 d82d7507'

async function sendBoth({ server, client, until }: Stage) {
  client.cue('send')
  await until(server.says('eof'), s(30))
  await until(client.reaches('FIN-WAIT-2'))
  server.cue('count')
  await until(server.says(allBytes))
}

export default lab({
  title: 'On a line that loses one packet in five, UDP delivers four in five, TCP everything',
  zh: '丢失五分之一时，UDP 发送的内容少了五分之一；TCP 发送的全部到达',
  lesson: { chapter: 'data', step: 9 },
  cites: 'RFC 768; RFC 9293 section 2.2',
  settles: ['D10'],
  takes: s(4),

  async play(stage) {
    await stage.establish()
    await stage.router.lose({ from: 'client', protocol: 'UDP', every: 5 })
    await stage.router.lose({ from: 'client', flags: '.', every: 5 })
    await sendBoth(stage)
  },

  claims: ({ server, client, wire }) => [
    wire.shows`
      opening
      ... client > . F. | server > .
      server > .   1:1(0) ack 100002
    `,
    ...settling('D10').by(
      server.says('UDP: 80 of 100 datagrams'),
      server.says(allBytes),
      wire.loses('client', 10),
      wire.delivers('client', 100_000),
    ),
    client.passes('SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2'),
    server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT'),
  ],

  twins: {
    'nothing-is-lost': {
      title: 'nothing is lost',
      faults: 'none',
      breaks: ({ server, wire }) => [server.says('UDP: 80 of 100 datagrams'), wire.loses('client', 10)],
    },
    'client-repeats': {
      title: 'the client sends every datagram twice',
      client: './twins/repeats.ts',
      breaks: ({ server }) => [server.says('UDP: 80 of 100 datagrams')],
    },
  },
})
