import { lab, type Stage, s, settling } from '#lab'

async function sayTheSame({ server, client, establish, until }: Stage) {
  await establish()
  await until(server.says('accepted'))
  client.cue('send datagrams')
  await until(server.says('a datagram of 11'))
  client.cue('write three times')
  // All three are in the server's kernel before its program reads.
  await until(server.acknowledges(22))
  await until(server.leavesUnread(21))
  server.cue('read')
  await until(server.says('a read of 21'))
  client.cue('write once')
  await until(server.says('received 100021'))
}

export default lab({
  title: 'A read from UDP returns one datagram, a read from TCP whatever bytes have arrived: TCP keeps no boundaries',
  zh: '一次读取，UDP 返回一个数据报，TCP 则返回当时已到的内容：字节没有边界',
  lesson: { chapter: 'layers', step: 5 },
  cites: 'RFC 768; RFC 9293 sections 2.2 and 3.9.1',
  settles: ['L10/udp', 'L10/tcp'],
  network: { retransmitAfter: s(10) },

  play: sayTheSame,

  claims: ({ either, server, client, wire }) => [
    server.readsNothing('read'),
    // Over IPv4 or IPv6; the kernel counts a datagram when it is read.
    either(server.counts('Udp.InDatagrams', 3), server.counts('Udp6.InDatagrams', 3)),
    ...settling('L10/udp').by(
      server.says('a datagram of 3'),
      server.says('a datagram of 7'),
      server.says('a datagram of 11'),
      server.neverSays('a datagram of 21'),
    ),
    ...settling('L10/tcp').by(
      // Three writes, in three segments, are one read; and one write is several.
      client.sends(1, 4),
      client.sends(4, 11),
      client.sends(11, 22),
      server.says('a read of 21'),
      server.neverSays('a read of 3'),
      server.says('received 100021'),
      server.neverSays('a read of 100000'),
    ),
    wire.shows`
      opening
      ... client > . | server > .
    `,
    client.passes('SYN-SENT', 'ESTABLISHED'),
    server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED'),
  ],

  twins: {
    'server-reads-at-once': {
      title: 'the server reads each word as it comes, and they come one after the other',
      client: './twins/pauses.ts',
      server: './twins/reads-at-once.ts',
      breaks: ({ server }) => [server.says('a read of 21'), server.neverSays('a read of 3')],
    },
    'one-datagram': {
      title: 'the client sends the three words as one datagram',
      client: './twins/one-datagram.ts',
      breaks: ({ server }) => [server.says('a datagram of 3'), server.neverSays('a datagram of 21')],
    },
  },
})
