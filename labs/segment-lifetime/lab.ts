import { lab, ms, type Stage, s, settling, type Variant } from '#lab'

/** Longer than an MSL on Linux, of which TIME-WAIT lasts for two: TCP_TIMEWAIT_LEN, include/net/tcp.h. */
const moreThanMsl = s(31)

/** One segment goes through at once, and the next is held in the router for so long. */
const holdFor = (time = moreThanMsl) =>
  async function holdSegment({ server, client, router, establish, until, pause }: Stage) {
    await establish()
    await until(client.says('connected'))
    client.cue('send')
    await until(server.says('received 5 in all: first'))
    await until(client.says('acknowledged up to 6'))
    const old = await router.hold({ from: 'client', flags: '.', first: 1 })
    client.cue('send')
    await until(client.sends(6, 11))
    await pause(time)
    await old.release()
    await pause(ms(500))
  }

const paws: Variant = {
  title: 'with timestamps it is refused, since a later one has arrived in the meantime (PAWS)',
  zh: '有时间戳时它被拒绝，因为其间已有更晚的报文段到达（PAWS）',
  takes: s(32),
  client: './variants/timestamps.ts',
  claims: ({ server, wire }) =>
    settling('T9/paws').by(
      wire.shows`
        opening
        client > P.  1:6(5) ack 1
        server > .   1:1(0) ack 6
        client > P.  6:11(5) ack 1
        client > .   6:6(0) ack 1
        +31~+90 server > .   1:1(0) ack 6
      `,
      server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED'),
      server.counts('TcpExt.PAWSEstab', 1),
      server.says('received 5 in all: first'),
      server.neverSays('received 10 in all: older'),
    ),
}

export default lab({
  title: 'The TTL counts hops, not time: a segment that was held for longer than an MSL is accepted if its numbers fit',
  zh: 'TTL 计的是跳数，不是时间：滞留超过一个 MSL 的报文段，只要序号吻合就会被接收',
  lesson: { chapter: 'TIME-WAIT', step: 6 },
  cites: 'RFC 791 section 3.2; RFC 8200 section 8.2; RFC 9293 section 3.4.2; RFC 7323 section 5',
  settles: ['T9/hops', 'T9/held', 'T9/paws'],
  takes: s(32),
  network: { rawPeer: true, frames: true },
  server: '../programs/server-counts.ts',
  play: holdFor(),

  claims: ({ server, wire, link, carriesThrough }) => [
    ...settling('T9/held').by(
      wire.shows`
        opening
        client > P.  1:6(5) ack 1
        server > .   1:1(0) ack 6
        client > P.  6:11(5) ack 1
        +31~+90 server > .   1:1(0) ack 11
      `,
      server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED'),
      server.says('received 10 in all: older'),
    ),
    ...settling('T9/hops').by(
      // The third segment of the handshake, five bytes, and the five that were held.
      link('server').has('router > server IP peer > server ttl 63 TCP .', 3),
      carriesThrough('first'),
      carriesThrough('older'),
    ),
  ],

  variants: { paws },

  twins: {
    'held-for-less': {
      title: 'the segment is held for a third of a second',
      play: holdFor(ms(333)),
      breaks: ({ wire }) => [
        wire.shows`
          client > S
          server > S.
          client > .
          client > P.
          server > .
          client > P.
          server > .
        `,
      ],
    },
    'is-lost': {
      title: 'the segment is lost where it should be held',
      after: ({ client }) => client.says('acknowledged up to 6'),
      disturb: ({ router }) => router.lose({ from: 'client', flags: '.' }),
      play: holdFor(ms(333)),
      breaks: ({ server, carriesThrough }) => [server.says('received 10 in all: older'), carriesThrough('older')],
    },
    timestamps: {
      ...paws,
      title: 'the peer has timestamps, and sends nothing after the segment that is held',
      client: './twins/nothing-later.ts',
      play: holdFor(ms(333)),
      breaks: ({ server }) => [server.counts('TcpExt.PAWSEstab', 1), server.neverSays('received 10 in all: older')],
    },
  },
})
