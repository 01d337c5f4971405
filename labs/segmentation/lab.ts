import { lab, type Stage, settling, type Words } from '#lab'

const received = 'received 10000, sha256 58e4872d'

async function send({ server, client, establish, until }: Stage) {
  await establish()
  client.cue('send')
  await until(server.says(received))
  await until(client.reaches('FIN-WAIT-2'))
}

const claims = (mss?: number) => (words: Words) => [
  words.wire.shows`
    opening
    ... client > . F. | server > .
    server > .   1:1(0) ack 10002
  `,
  ...settling('D3').by(
    words.wire.segments('client', 10_000, mss),
    words.wire.delivers('client', 10_000),
    words.server.says(received),
  ),
  words.client.passes('SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2'),
  words.server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT'),
]

export default lab({
  title: 'What a program writes in one piece is cut to the MSS that the other end announced, and put together again',
  zh: '程序一次写入的内容按对端通告的 MSS 分段，到达后再拼接起来',
  lesson: { chapter: 'data', step: 2 },
  cites: 'RFC 9293 section 3.7.1; RFC 6691',
  settles: ['D3'],
  server: '../programs/server-fingerprints.ts',

  play: send,
  claims: claims(),

  variants: {
    'smaller-mss': {
      title:
        'the server announces an MSS of 536, which IPv4 assumes where nobody announces one, and the bytes are cut differently',
      zh: '服务器通告的 MSS 为 536，即无人通告时 IPv4 假定的值，于是分段也不同',
      network: { serversMss: 536 },
      claims: claims(536),
    },
  },

  twins: {
    'smaller-mss': {
      title: 'the server announces a smaller MSS',
      network: { serversMss: 536 },
      breaks: ({ wire }) => [wire.segments('client', 10_000)],
    },
    'written-piecemeal': {
      title: 'the client writes a hundred bytes at a time',
      client: './twins/piecemeal.ts',
      breaks: ({ wire }) => [wire.segments('client', 10_000)],
    },
  },
})
