import { lab, ms, type Stage, type Words } from '#lab'

/** The client has closed; what it says from now on is lost. */
async function closeUnheard({ server, router, establish, clientCloses, until }: Stage) {
  await establish()
  await clientCloses()
  await until(server.says('eof'))
  await router.lose({ from: 'client' })
  server.cue('close')
}

const repeatsItsFin = ({ server }: Words) => server.resends('F.', ms(200), ms(200), ms(400))
const isGivenUp = ({ server }: Words) => server.lasts('LAST-ACK', ms(200), ms(200), ms(400), ms(800))

export default lab({
  title: "The passive end's FIN is also sent again, from LAST-ACK, until it is acknowledged or given up",
  zh: '被动关闭方的 FIN 也会从 LAST-ACK 重传，直到得到确认或放弃',
  lesson: { chapter: 'closing', step: 7 },
  cites: 'RFC 9293 sections 3.6 and 3.8.1; RFC 6298 section 5',
  settles: ['C6/ack-u+1', 'C17'],
  network: { sysctls: { server: { 'net.ipv4.tcp_orphan_retries': 1 } } },
  client: '../programs/client-closes.ts',
  server: '../programs/server-closes.ts',

  async play(stage) {
    await closeUnheard(stage)
    await stage.until(stage.server.reaches('LAST-ACK'))
    await stage.until(stage.server.reaches('CLOSED'))
    await stage.until(stage.client.reaches('TIME-WAIT'))
  },

  holds: ({ server }) => server.reaches('LAST-ACK'),

  claims: (words) => [
    // TIME-WAIT answers each of them, and in vain.
    words.wire.shows`
      opening
      client > F.  1:1(0) ack 1
      server > .   1:1(0) ack 2
      server > F.  1:1(0) ack 2
      client > .   2:2(0) ack 2 lost
      server > F.  1:1(0) ack 2
      client > .   2:2(0) ack 2 lost
      server > F.  1:1(0) ack 2
      client > .   2:2(0) ack 2 lost
      server > F.  1:1(0) ack 2
      client > .   2:2(0) ack 2 lost
    `.settling('C6/ack-u+1', 'C17'),
    repeatsItsFin(words).settling('C17'),
    words.server
      .passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT', 'LAST-ACK', 'CLOSED')
      .settling('C6/ack-u+1', 'C17'),
    isGivenUp(words).settling('C17'),
    words.server.isShownIn('LAST-ACK').settling('C6/ack-u+1'),
    words.client.passes('SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT'),
    words.client.isShownIn('TIME-WAIT'),
  ],

  twins: {
    'nothing-is-lost': {
      title: 'the last ACK arrives, and LAST-ACK is over at once',
      faults: 'none',
      breaks: (words) => [repeatsItsFin(words), isGivenUp(words)],
    },
    'server-resets': {
      title: 'the server aborts where it should close',
      server: '../programs/server-resets.ts',
      breaks: (words) => [
        repeatsItsFin(words),
        words.server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT', 'LAST-ACK', 'CLOSED'),
      ],
    },
    'more-retries': {
      title: 'the kernel is told to keep trying for longer',
      network: { sysctls: { server: { 'net.ipv4.tcp_orphan_retries': 3 } } },
      breaks: (words) => [repeatsItsFin(words), isGivenUp(words)],
    },
  },
})
