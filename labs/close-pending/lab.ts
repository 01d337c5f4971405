import { lab, ms, type Stage, settling, type Words } from '#lab'

const received = 'received 200000, sha256 237f536b'

/** The server reads what is left, and closes when it has seen the end. */
async function readAndClose({ server, client, serverFollows, until, pause }: Stage) {
  await until(client.reaches('FIN-WAIT-1'))
  await pause(ms(500))
  server.cue('read')
  await until(server.says(received))
  await until(client.reaches('FIN-WAIT-2'))
  await serverFollows()
}

const allArrives = ({ client, server, wire }: Words) => [
  wire.shows`
    opening
    ... client > . F. | server > . F.
    client > .   200002:200002(0) ack 2
  `,
  ...settling('C13/shutdown').by(
    wire.delivers('client', 200_000),
    wire.neverShows('client', 'R'),
    client.passes('SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT'),
    client.isShownIn('FIN-WAIT-1'),
  ),
  server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT', 'LAST-ACK', 'CLOSED'),
  server.says(received).settling('C13/shutdown'),
]

export default lab({
  title: 'A connection that is closed with bytes still to be sent sends them all, and its FIN after the last',
  lesson: { chapter: 'closing', step: 9 },
  cites: 'RFC 9293 sections 3.6 and 3.10.4',
  settles: ['C13/shutdown'],

  async play(stage) {
    await stage.establish()
    await readAndClose(stage)
  },

  claims: (words) => [...allArrives(words), words.client.says('sent 200000, sha256 237f536b').settling('C13/shutdown')],

  variants: {
    killed: {
      title: 'the program is killed as soon as its kernel has the bytes; they all arrive',
      client: './variants/waits.ts',
      async play(stage) {
        await stage.establish()
        await stage.until(stage.client.says('written'))
        stage.client.signal('SIGKILL')
        await readAndClose(stage)
      },
      claims: allArrives,
    },
  },

  twins: {
    'client-resets': {
      title: 'the client aborts where it should close: what was not sent is thrown away',
      client: './twins/resets.ts',
      breaks: ({ server, wire }) => [wire.neverShows('client', 'R'), server.says(received)],
    },
    'fin-is-lost': {
      title: 'no segment with a FIN arrives',
      disturb: ({ router }) => router.lose({ from: 'client', flags: 'F.' }),
      breaks: ({ server, wire }) => [wire.delivers('client', 200_000), server.says(received)],
    },
  },
})
