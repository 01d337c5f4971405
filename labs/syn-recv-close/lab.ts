import { lab, type Stage, s } from '#lab'

const clientPort = 5000

/** As in simultaneous-open: with both SYNs crossed and both SYN+ACKs held, both ends are in SYN-RECEIVED. */
async function bothInSynReceived({ server, client, router, addresses, until }: Stage) {
  const clientSyn = await router.hold({ from: 'client', flags: 'S' })
  const serverSyn = await router.hold({ from: 'server', flags: 'S' })
  await router.hold({ from: 'client', flags: 'S.' })
  const serverSynAck = await router.hold({ from: 'server', flags: 'S.' })
  const fin = await router.hold({ from: 'client', flags: 'F.' })
  server.start()
  await until(server.says('waiting'))
  client.start()
  await until(client.sends(0, 0))
  server.cue(`${addresses.client} ${clientPort}`)
  await until(server.reaches('SYN-SENT'))
  await clientSyn.release()
  await serverSyn.release()
  await Promise.all([until(server.reaches('SYN-RECEIVED')), until(client.reaches('SYN-RECEIVED'))])
  return { serverSynAck, fin }
}

export default lab({
  title: 'Who closes in SYN-RECEIVED sends a FIN and is in FIN-WAIT-1, without ever having been ESTABLISHED',
  lesson: { chapter: 'closing', step: 12 },
  cites: 'RFC 9293 figure 5 and section 3.10.4',
  settles: [],
  network: { retransmitAfter: s(10) },

  async play(stage) {
    const { client, server, until } = stage
    const { fin } = await bothInSynReceived(stage)
    client.cue('close')
    await until(client.reaches('FIN-WAIT-1'))
    await fin.release()
    await until(server.reaches('CLOSE-WAIT'))
    await until(client.reaches('FIN-WAIT-2'))
  },

  claims: ({ server, client, wire }) => [
    // The FIN acknowledges the server's SYN too, so that neither SYN+ACK need ever arrive.
    wire.shows`
      client > S   0:0(0)
      server > S   0:0(0)
      server > S.  0:0(0) ack 1 lost
      client > S.  0:0(0) ack 1 lost
      client > F.  1:1(0) ack 1
      server > .   1:1(0) ack 2
    `,
    client.passes('SYN-SENT', 'SYN-RECEIVED', 'FIN-WAIT-1', 'FIN-WAIT-2'),
    server.passes('SYN-SENT', 'SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT'),
    client.isShownIn('SYN-RECEIVED', 'FIN-WAIT-1', 'FIN-WAIT-2'),
    server.isShownIn('SYN-RECEIVED', 'CLOSE-WAIT'),
    client.never('ESTABLISHED'),
    client.neverSays('connected'),
  ],

  twins: {
    'client-waits': {
      title: 'the client closes only once it is connected',
      client: './twins/waits.ts',
      async play(stage) {
        const { client, until } = stage
        const { serverSynAck } = await bothInSynReceived(stage)
        client.cue('close')
        await serverSynAck.release()
        await until(client.says('connected'))
        await until(client.reaches('FIN-WAIT-1'))
      },
      breaks: ({ client }) => [client.never('ESTABLISHED'), client.neverSays('connected')],
    },
    'nothing-is-held': {
      title: "the client's SYN arrives before the server has sent its own, and is refused",
      faults: 'none',
      breaks: ({ client }) => [client.passes('SYN-SENT', 'SYN-RECEIVED', 'FIN-WAIT-1', 'FIN-WAIT-2')],
    },
  },
})
