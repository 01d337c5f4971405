import { lab, settling } from '#lab'

export default lab({
  title:
    'The first write to a closed peer succeeds, because the kernel does not know yet; the RST in reply makes the second fail',
  zh: '对已关闭的对端，第一次写入成功，因为还没有人告诉它的内核；作为应答的 RST 使第二次写入失败',
  lesson: { chapter: 'questions', step: 4 },
  cites: 'RFC 9293 sections 3.6 and 3.6.1; RFC 1122 section 4.2.2.13; write(2)',
  settles: ['Q4/first', 'Q4/second'],

  async play({ server, client, establish, serverCloses, until }) {
    await establish()
    await until(server.says('accepted'))
    await serverCloses()
    await until(client.says('eof'))
    client.cue('write')
    await until(client.says('wrote 5'))
    await until(client.reaches('CLOSED'))
    client.cue('write')
    await until(client.says('failed: EPIPE'))
  },

  claims: ({ server, client, wire }) => [
    ...settling('Q4/first').by(
      client.says('eof', { after: 'F' }),
      client.says('wrote 5'),
      server.isShownIn('FIN-WAIT-2'),
    ),
    ...settling('Q4/first', 'Q4/second').by(
      wire.shows`
        opening
        server > F.  1:1(0) ack 1
        client > .   1:1(0) ack 2
        client > P.  1:6(5) ack 2
        server > R   2:2(0)
      `,
      server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'CLOSED'),
      client.passes('SYN-SENT', 'ESTABLISHED', 'CLOSE-WAIT', 'CLOSED'),
    ),
    client.says('failed: EPIPE').settling('Q4/second'),
  ],

  twins: {
    'server-half-closes': {
      title: 'the server closes only its sending side, and reads on: every write succeeds',
      server: './twins/half-closes.ts',
      breaks: ({ client, server }) => [
        client.says('failed: EPIPE'),
        client.passes('SYN-SENT', 'ESTABLISHED', 'CLOSE-WAIT', 'CLOSED'),
        server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'CLOSED'),
      ],
    },
    'reset-is-lost': {
      title: 'the RST is lost: the second write succeeds like the first',
      disturb: ({ router }) => router.lose({ from: 'server', flags: 'R' }),
      breaks: ({ client }) => [
        client.says('failed: EPIPE'),
        client.passes('SYN-SENT', 'ESTABLISHED', 'CLOSE-WAIT', 'CLOSED'),
      ],
    },
  },
})
