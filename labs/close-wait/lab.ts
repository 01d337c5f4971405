import { lab, s } from '#lab'

export default lab({
  title: 'A server that never closes is stuck in CLOSE-WAIT, and its client in FIN-WAIT-2',
  cites: 'RFC 9293 section 3.6, case 2; RFC 1122 section 4.2.2.13',
  settles: ['C2', 'C3', 'C4', 'C14', 'C15'],
  // Segments are held in the router while ss and netstat look; meanwhile nothing must be sent again.
  network: { retransmitAfter: s(10) },

  async play({ server, client, router, until, pause }) {
    server.start()
    await until(server.reaches('LISTEN'))
    client.start()
    await until(server.reaches('ESTABLISHED'))

    const fin = await router.hold({ from: 'client', flags: 'F.' })
    const ack = await router.hold({ from: 'server', flags: '.' })
    client.cue('close')
    await until(client.reaches('FIN-WAIT-1'))
    await fin.release()
    await until(server.reaches('CLOSE-WAIT'))
    await ack.release()
    await until(client.reaches('FIN-WAIT-2'))
    await pause(s(3))
  },

  claims: ({ server, client, wire }) => [
    wire.shows`
      client > S   0:0(0)
      server > S.  0:0(0) ack 1
      client > .   1:1(0) ack 1
      client > F.  1:1(0) ack 1
      server > .   1:1(0) ack 2
    `.settling('C2', 'C3'),
    client.passes('SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2').settling('C2', 'C4'),
    server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT').settling('C3'),
    client.isShownIn('FIN-WAIT-1', 'FIN-WAIT-2').settling('C2', 'C4'),
    server.isShownIn('CLOSE-WAIT').settling('C3'),
    server.says('eof', { after: 'F' }).settling('C14'),
    server.stays('CLOSE-WAIT', s(3)).settling('C15'),
    client.stays('FIN-WAIT-2', s(3)).settling('C15'),
    server.never('LAST-ACK').settling('C15'),
  ],

  twins: {},
})
