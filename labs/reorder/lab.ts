import { lab, type Stage, s, settling } from '#lab'

/** The first word waits in the router while the second and third overtake it. */
async function overtake(stage: Stage) {
  const { server, client, router, establish, until } = stage
  await establish()
  const first = await router.hold({ from: 'client', flags: '.', first: 1 })
  client.cue('send')
  await until(client.sends(1, 5))
  client.cue('send')
  await until(server.reportsKept(5, 9))
  return first
}

export default lab({
  title: 'Segments that overtake others are kept, and the program gets every byte in order',
  zh: '超到前面的报文段会先收存，程序按顺序得到每个字节',
  lesson: { chapter: 'data', step: 5 },
  cites: 'RFC 9293 section 3.10.7.4; RFC 2018; RFC 8985',
  settles: ['D6'],
  takes: s(2),

  async play(stage) {
    const { server, client, until } = stage
    const first = await overtake(stage)
    client.cue('send')
    await until(server.says("has 'one two three'"))
    // Its kernel has sent the first word again by then, and the one that was held comes as a duplicate.
    await first.release()
    await until(server.reportsDuplicate(1, 5))
  },

  claims: ({ server, client, wire }) => [
    ...settling('D6').by(
      wire.shows`
        opening
        client > P.  1:5(4) ack 1
        client > P.  5:9(4) ack 1
        server > .   1:1(0) ack 1
        ... client > . | server > .
      `,
      server.reportsKept(5, 9),
      server.reportsDuplicate(1, 5),
      // Not a byte of the second word before the first.
      server.neverSays("has 'two '"),
      server.says("has 'one two three'"),
      server.counts('TcpExt.TCPOFOQueue', 1, 2),
    ),
    client.passes('SYN-SENT', 'ESTABLISHED'),
    server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED'),
  ],

  twins: {
    'nothing-overtakes': {
      title: 'the words arrive in the order in which they were sent',
      faults: 'none',
      breaks: ({ server }) => [server.reportsKept(5, 9), server.counts('TcpExt.TCPOFOQueue', 1, 2)],
    },
    'client-reverses': {
      title: 'the program itself sends its words in another order, and TCP keeps that order',
      client: './twins/reversed.ts',
      breaks: ({ server }) => [server.says("has 'one two three'")],
    },
  },
})
