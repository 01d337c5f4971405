import { lab, ms, type Stage, s, settling, type Words } from '#lab'

/** Whatever the server answers is lost from now on. */
async function closeUnheard({ client, router, establish, until }: Stage) {
  await establish()
  await router.lose({ from: 'server' })
  client.cue('close')
  await until(client.reaches('FIN-WAIT-1'))
}

/** First a tail loss probe, then the retransmission timeout, 200 ms at least and doubled each time. */
const repeatsItsFin = ({ client }: Words) => client.resends('F.', ms(200), ms(200), ms(400), ms(800))
/** The last wait, of 1.6 s, ends with giving up. */
const isGivenUp = ({ client }: Words) => client.lasts('FIN-WAIT-1', ms(200), ms(200), ms(400), ms(800), ms(1600))

export default lab({
  title: 'A FIN that nobody acknowledges is sent again and again, at growing intervals, until its kernel gives up',
  zh: '无人确认的 FIN 一再重传，间隔越来越长，直到内核放弃',
  lesson: { chapter: 'closing', step: 4 },
  cites: 'RFC 9293 section 3.8.1; RFC 6298 section 5; RFC 8985 section 7',
  settles: ['C17'],
  takes: s(4),
  network: { sysctls: { client: { 'net.ipv4.tcp_orphan_retries': 2 } } },
  server: '../programs/server-keeps-open.ts',

  async play(stage) {
    await closeUnheard(stage)
    await stage.until(stage.client.reaches('CLOSED'))
  },

  holds: ({ client }) => client.reaches('FIN-WAIT-1'),

  claims: (words) => [
    ...settling('C17').by(
      words.wire.shows`
        opening
        client > F.  1:1(0) ack 1
        server > .   1:1(0) ack 2 lost
        client > F.  1:1(0) ack 1
        server > .   1:1(0) ack 2 lost
        client > F.  1:1(0) ack 1
        server > .   1:1(0) ack 2 lost
        client > F.  1:1(0) ack 1
        server > .   1:1(0) ack 2 lost
        client > F.  1:1(0) ack 1
        server > .   1:1(0) ack 2 lost
      `,
      repeatsItsFin(words),
      words.client.passes('SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'CLOSED'),
      isGivenUp(words),
      words.client.isShownIn('FIN-WAIT-1'),
    ),
    words.server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT'),
    words.server.readsEnd(),
  ],

  variants: {
    'zero-window': {
      title:
        'the server does not read: the FIN waits behind bytes that the window has no room for, and is not even sent',
      zh: '服务器不读取：FIN 排在放不下的字节之后，根本没有发出',
      takes: s(3),
      client: './variants/writes.ts',
      server: './variants/never-reads.ts',
      async play({ client, establish, until, pause }) {
        await establish()
        await until(client.reaches('FIN-WAIT-1'))
        // By the first probe of the closed window the timer is what it will be.
        await pause(s(1))
        await pause(s(1))
      },
      claims: ({ server, client, wire }) => [
        wire.shows`
          opening
          ... client > . | server > .
        `,
        wire.neverShows('client', 'F'),
        client.passes('SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1'),
        client.isShownIn('FIN-WAIT-1'),
        server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED'),
        server.readsNothing(),
        client.says('written'),
      ],
    },
  },

  twins: {
    'nothing-is-lost': {
      title: 'the FIN is acknowledged',
      faults: 'none',
      breaks: (words) => [repeatsItsFin(words), words.client.passes('SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'CLOSED')],
    },
    'client-resets': {
      title: 'the client aborts where it should close',
      client: '../programs/client-resets.ts',
      breaks: (words) => [repeatsItsFin(words), words.client.passes('SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'CLOSED')],
    },
    'fewer-retries': {
      title: 'the kernel is told to give up an orphan sooner',
      network: { sysctls: { client: { 'net.ipv4.tcp_orphan_retries': 1 } } },
      breaks: (words) => [repeatsItsFin(words), isGivenUp(words)],
    },
  },
})
