import { lab, ms, type Stage, s, settling, type Variant, type Words } from '#lab'

async function talk({ server, client, establish, until }: Stage) {
  await establish()
  for (const next of [6, 9, 11]) {
    client.cue('send')
    await until(server.acknowledges(next))
  }
  server.cue('answer')
  await until(client.says('received 4'), s(3))
  await until(client.acknowledges(5))
}

/** `a:b` begins with byte a and ends before byte b: 1:6 are bytes 1 to 5, and 6 is the next segment's first. */
const numbered = ({ wire }: Words) => wire.shows`
  opening
  client > P.  1:6(5) ack 1
  server > .   1:1(0) ack 6
  client > P.  6:9(3) ack 1
  server > .   1:1(0) ack 9
  client > P.  9:11(2) ack 1
  server > .   1:1(0) ack 11
  server > P.  1:5(4) ack 11
  client > .   11:11(0) ack 5
`

/** No tail loss probe, which would send the last segment again a few milliseconds after it; only the timer does, after a second. */
const withoutProbes = {
  retransmitAfter: s(1),
  sysctls: { client: { 'net.ipv4.tcp_early_retrans': 0 } },
}

const bothOpen = ({ client, server }: Pick<Words, 'client' | 'server'>) => [
  client.passes('SYN-SENT', 'ESTABLISHED'),
  server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED'),
]

const oneAckForThree: Variant = {
  title: 'two of three ACKs are lost, and the third covers what they acknowledged: nothing is sent again',
  zh: '三个 ACK 丢失两个，第三个把前两个所确认的一并确认：没有重传',
  takes: s(3),
  network: withoutProbes,
  async play({ server, client, router, establish, until, pause }) {
    await establish()
    await router.lose({ from: 'server', flags: '.', first: 2 })
    for (const total of [5, 8, 10]) {
      client.cue('send')
      await until(server.says(`received ${total} in all`))
    }
    // For longer than its kernel would wait before it sent again what nobody had acknowledged.
    await pause(s(2))
  },
  claims: ({ server, client, wire }) => [
    ...settling('D11').by(
      wire.shows`
        opening
        client > P.  1:6(5) ack 1
        server > .   1:1(0) ack 6 lost
        client > P.  6:9(3) ack 1
        server > .   1:1(0) ack 9 lost
        client > P.  9:11(2) ack 1
        server > .   1:1(0) ack 11
      `,
      server.says('received 10 in all'),
      client.counts('Tcp.RetransSegs', 0),
    ),
    ...bothOpen({ server, client }),
  ],
}

/** The same eight bytes, in a segment that there has never been before. */
const joined = ({ wire }: Pick<Words, 'wire'>) => wire.shows`
  opening
  client > P.  1:6(5) ack 1 lost
  client > P.  6:9(3) ack 1 lost
  client > P.  1:9(8) ack 1
  server > .   1:1(0) ack 9
`

const cutOtherwise: Variant = {
  title: 'two segments are lost, and their bytes are sent again in a single one',
  zh: '两个报文段丢失，它们的字节合在一个报文段里重传',
  takes: s(2),
  network: withoutProbes,
  async play({ server, client, router, establish, until }) {
    await establish()
    await router.lose({ from: 'client', flags: '.', first: 2 })
    client.cue('send')
    await until(client.sends(1, 6))
    client.cue('send')
    await until(server.acknowledges(9), s(3))
    await until(server.says('received 8 in all'))
  },
  claims: ({ server, client, wire }) => [
    ...settling('D11').by(joined({ wire }), server.says('received 8 in all')),
    ...bothOpen({ server, client }),
  ],
}

export default lab({
  title: 'Every byte has a sequence number, and an ACK names the next one expected',
  zh: '每个字节都有序号，ACK 给出的是下一个期望的序号',
  lesson: { chapter: 'data', step: 1 },
  cites: 'RFC 9293 section 3.4',
  settles: ['D1', 'D2', 'D11'],
  network: { retransmitAfter: s(10) },

  play: talk,

  claims: (words) => [
    numbered(words).settling('D1', 'D2'),
    ...bothOpen(words),
    ...settling('D1').by(words.server.says('received 10 in all'), words.client.says('received 4')),
  ],

  variants: { 'one-ack-for-three': oneAckForThree, 'cut-otherwise': cutOtherwise },

  twins: {
    'no-ack-arrives': {
      ...oneAckForThree,
      title: 'the third ACK is lost as well, and the first two words are sent again',
      disturb: ({ router }) => router.lose({ from: 'server', flags: '.', first: 3 }),
      breaks: ({ client }) => [client.counts('Tcp.RetransSegs', 0)],
    },
    'cut-as-before': {
      ...cutOtherwise,
      title: "the client's kernel does not join small segments when it sends them again (tcp_retrans_collapse)",
      network: {
        ...withoutProbes,
        sysctls: { client: { ...withoutProbes.sysctls.client, 'net.ipv4.tcp_retrans_collapse': 0 } },
      },
      breaks: (words) => [joined(words)],
    },
    'server-is-mute': {
      title: 'the server does not answer',
      server: './twins/mute.ts',
      breaks: ({ client }) => [client.says('received 4')],
    },
    'second-segment-is-lost': {
      title: 'the second message is lost and sent again',
      network: { retransmitAfter: ms(200) },
      after: ({ server }) => server.acknowledges(6),
      disturb: ({ router }) => router.lose({ from: 'client', flags: '.', first: 1 }),
      breaks: (words) => [numbered(words)],
    },
  },
})
