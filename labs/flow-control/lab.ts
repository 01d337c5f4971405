import { lab, s, settling } from '#lab'

export default lab({
  title: 'A receiver that does not read stops the sender: its window closes, is probed, and opens again',
  zh: '不读取的接收方使发送方停下：它的窗口关闭，受到探测，再重新打开',
  lesson: { chapter: 'data', step: 6 },
  cites: 'RFC 9293 sections 3.8.6 and 3.8.6.1',
  settles: ['D9'],
  takes: s(3),

  async play({ server, client, establish, until, pause }) {
    await establish()
    await until(server.says('accepted'))
    await pause(s(2))
    server.cue('read')
    await until(server.says('received 1000000'))
    await until(client.reaches('FIN-WAIT-2'))
  },

  claims: ({ server, client, wire }) => [
    wire.shows`
      opening
      ... client > . F. | server > .
      server > .   1:1(0) ack 1000002
    `,
    ...settling('D9').by(
      server.readsNothing('read'),
      server.closesWindow(),
      client.showsTimer('ESTABLISHED', 'persist'),
      wire.delivers('client', 1_000_000),
      server.says('received 1000000'),
    ),
    client.passes('SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2'),
    server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT'),
  ],

  twins: {
    'server-reads': {
      title: 'the server reads as fast as it can',
      server: './twins/reads.ts',
      breaks: ({ server }) => [server.closesWindow()],
    },
    'window-stays-closed': {
      title: 'what would open the window again is lost',
      async play({ server, router, establish, until, pause }) {
        await establish()
        await until(server.says('accepted'))
        await pause(s(1))
        await router.lose({ from: 'server' })
        server.cue('read')
        await pause(s(1))
      },
      breaks: ({ server, wire }) => [wire.delivers('client', 1_000_000), server.says('received 1000000')],
    },
  },
})
