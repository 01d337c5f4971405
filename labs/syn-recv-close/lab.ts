import { lab, s } from '#lab'

const clientPort = 5000

export default lab({
  title: 'Closing in SYN-RECEIVED sends a FIN and leads to FIN-WAIT-1, without ever having been ESTABLISHED',
  zh: '在 SYN-RECEIVED 关闭的一方发送 FIN 并进入 FIN-WAIT-1，从未到过 ESTABLISHED',
  lesson: { chapter: 'closing', step: 12 },
  cites: 'RFC 9293 figure 5 and section 3.10.4',
  settles: [],
  network: { retransmitAfter: s(10) },

  async play(stage) {
    const { client, server, router, until } = stage
    const fin = await router.hold({ from: 'client', flags: 'F.' })
    // Both SYN+ACKs stay in the router.
    await stage.openAtOnce(clientPort)
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
        const { serverSynAck } = await stage.openAtOnce(clientPort)
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
