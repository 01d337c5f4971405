import { lab, type Stage, type Words } from '#lab'

async function writeTwice({ server, client, establish, until }: Stage) {
  await establish()
  await until(client.says('connected'))
  await until(server.says('accepted'))
  client.cue('write')
  await until(server.says('received 2 in all'))
  await until(server.acknowledges(3))
}

/** The second byte leaves when the first is acknowledged, and the ACK takes its time. */
const waits = ({ wire }: Words) => wire.shows`
             opening
             client > P.  1:2(1) ack 1
  +.03~+.3   server > .   1:1(0) ack 2
             client > P.  2:3(1) ack 1
             server > .   1:1(0) ack 3
`

const states = ({ client, server }: Words) => [
  client.passes('SYN-SENT', 'ESTABLISHED'),
  server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED'),
  server.says('received 2 in all'),
]

export default lab({
  title:
    "Two small writes, and 40 ms between them: Nagle's algorithm waits for an ACK, and the ACK is delayed; TCP_NODELAY avoids it",
  zh: '两次小的写入，其间相隔 40 ms：Nagle 算法等待 ACK，而 ACK 被推迟；TCP_NODELAY 可消除它',
  lesson: { chapter: 'questions', step: 3 },
  cites: 'RFC 9293 sections 3.7.4 and 3.8.6.3; RFC 896; RFC 1122 sections 4.2.3.2 and 4.2.3.4; tcp(7)',
  settles: ['Q3/nagle', 'Q3/delayed-ack', 'Q3/nodelay', 'Q3/cork'],
  client: './client.pl',
  server: './server.pl',

  play: writeTwice,
  claims: (words) => [waits(words).settling('Q3/nagle', 'Q3/delayed-ack'), ...states(words)],

  variants: {
    nodelay: {
      title: 'with TCP_NODELAY the second byte leaves at once, and its arrival brings the ACK for both',
      zh: '设置 TCP_NODELAY 后第二个字节立即发出，它的到达引来对两个字节的 ACK',
      client: './variants/nodelay.pl',
      claims: (words) => [
        words.wire.shows`
          opening
          client > P.  1:2(1) ack 1
          client > P.  2:3(1) ack 1
          server > .   1:1(0) ack 3
        `.settling('Q3/nodelay'),
        ...states(words),
      ],
    },
    cork: {
      title: 'with TCP_CORK both bytes wait until the cork is pulled, and leave in one segment',
      zh: '设置 TCP_CORK 后两个字节都等到拔去塞子，装在一个报文段里发出',
      client: './variants/cork.pl',
      claims: (words) => [
        words.wire.shows`
          opening
          client > P.  1:3(2) ack 1
          server > .   1:1(0) ack 3
        `.settling('Q3/cork'),
        ...states(words),
      ],
    },
  },

  twins: {
    nodelay: {
      title: "Nagle's algorithm is turned off",
      client: './variants/nodelay.pl',
      breaks: (words) => [waits(words)],
    },
    'acknowledges-at-once': {
      title: 'the server does not delay its ACKs: Nagle waits all the same, and nobody notices',
      server: './twins/quick.pl',
      breaks: (words) => [waits(words)],
    },
  },
})
