import { lab, type Stage, s } from '#lab'

const clientPort = 5000

/** Both SYNs leave before either arrives: the router holds them until both ends are in SYN-SENT. All is ready before, for a SYN waits a second only. */
async function cross({ server, client, router, addresses, until }: Stage) {
  const clientSyn = await router.hold({ from: 'client', flags: 'S' })
  const serverSyn = await router.hold({ from: 'server', flags: 'S' })
  const clientSynAck = await router.hold({ from: 'client', flags: 'S.' })
  const serverSynAck = await router.hold({ from: 'server', flags: 'S.' })
  server.start()
  await until(server.says('waiting'))
  client.start()
  await until(client.sends(0, 0))
  server.cue(`${addresses.client} ${clientPort}`)
  await Promise.all([until(client.reaches('SYN-SENT')), until(server.reaches('SYN-SENT'))])
  return { clientSyn, serverSyn, clientSynAck, serverSynAck }
}

export default lab({
  title: 'Both ends open at once: two SYNs cross, nobody listens, and one connection comes of it',
  lesson: { chapter: 'opening', step: 7 },
  cites: 'RFC 9293 section 3.5, figure 8',
  settles: ['O13'],
  network: { retransmitAfter: s(10) },

  async play(stage) {
    const { server, client, until } = stage
    const { clientSyn, serverSyn, clientSynAck, serverSynAck } = await cross(stage)
    await clientSyn.release()
    await serverSyn.release()
    await Promise.all([until(server.reaches('SYN-RECEIVED')), until(client.reaches('SYN-RECEIVED'))])
    await clientSynAck.release()
    await until(server.reaches('ESTABLISHED'))
    await serverSynAck.release()
    await until(client.reaches('ESTABLISHED'))
    await until(client.says('connected'))
    await until(server.says('connected'))
  },

  claims: ({ server, client, wire }) => [
    wire.shows`
      client > S   0:0(0)
      server > S   0:0(0)
      server > S.  0:0(0) ack 1
      client > S.  0:0(0) ack 1
      server > .   1:1(0) ack 1
      client > .   1:1(0) ack 1
    `.settling('O13'),
    client.passes('SYN-SENT', 'SYN-RECEIVED', 'ESTABLISHED').settling('O13'),
    server.passes('SYN-SENT', 'SYN-RECEIVED', 'ESTABLISHED').settling('O13'),
    client.isShownIn('SYN-SENT', 'SYN-RECEIVED', 'ESTABLISHED').settling('O13'),
    server.isShownIn('SYN-SENT', 'SYN-RECEIVED', 'ESTABLISHED').settling('O13'),
    client.says('connected').settling('O13'),
    server.says('connected').settling('O13'),
  ],

  variants: {
    itself: {
      title: 'a socket is connected to itself: one end, one port, and the same steps',
      network: { loopback: true },
      client: './variants/itself.ts',
      async play({ client, server, until }) {
        client.start()
        await until(client.says('connected'))
        await until(server.reaches('ESTABLISHED'))
        client.cue('send a byte')
        await until(client.says('received 1'))
      },
      // The socket has the port that the server would have, so that it counts as the server's end.
      claims: ({ server, client, wire }) => [
        wire.shows`
          client > S   0:0(0)
          client > S.  0:0(0) ack 1
          client > .   1:1(0) ack 1
          client > P.  1:2(1) ack 1
          client > .   2:2(0) ack 2
        `.settling('O13'),
        server.passes('SYN-SENT', 'SYN-RECEIVED', 'ESTABLISHED').settling('O13'),
        server.isShownIn('ESTABLISHED').settling('O13'),
        client.says('received 1').settling('O13'),
      ],
    },
  },

  twins: {
    'server-listens': {
      title: 'the server listens, as servers do: one SYN, no crossing',
      server: './twins/listens.ts',
      async play({ client, establish, until }) {
        await establish()
        await until(client.says('connected'))
      },
      breaks: ({ server, client }) => [
        client.passes('SYN-SENT', 'SYN-RECEIVED', 'ESTABLISHED'),
        server.passes('SYN-SENT', 'SYN-RECEIVED', 'ESTABLISHED'),
      ],
    },
    'nothing-is-held': {
      title: "the client's SYN arrives before the server has sent its own",
      faults: 'none',
      breaks: ({ client }) => [client.passes('SYN-SENT', 'SYN-RECEIVED', 'ESTABLISHED'), client.says('connected')],
    },
  },
})
