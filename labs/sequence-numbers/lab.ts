import { lab, ms, type Stage, s, settling, type Words } from '#lab'

async function talk({ server, client, establish, until }: Stage) {
  await establish()
  for (const next of [6, 9, 11]) {
    client.cue('send')
    await until(server.acknowledges(next))
  }
  server.cue('answer')
  await until(client.says('received 4'), s(3))
  await until(client.acknowledges(5))
}

/** `a:b` begins with byte a and ends before byte b: 1:6 are bytes 1 to 5, and 6 is the next segment's first. */
const numbered = ({ wire }: Words) => wire.shows`
  opening
  client > P.  1:6(5) ack 1
  server > .   1:1(0) ack 6
  client > P.  6:9(3) ack 1
  server > .   1:1(0) ack 9
  client > P.  9:11(2) ack 1
  server > .   1:1(0) ack 11
  server > P.  1:5(4) ack 11
  client > .   11:11(0) ack 5
`

export default lab({
  title: 'Every byte has a number, and an ACK names the one that comes next',
  lesson: { chapter: 'data', step: 1 },
  cites: 'RFC 9293 section 3.4',
  settles: ['D1', 'D2'],
  network: { retransmitAfter: s(10) },

  play: talk,

  claims: (words) => [
    numbered(words).settling('D1', 'D2'),
    words.client.passes('SYN-SENT', 'ESTABLISHED'),
    words.server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED'),
    ...settling('D1').by(words.server.says('received 10 in all'), words.client.says('received 4')),
  ],

  twins: {
    'server-is-mute': {
      title: 'the server answers nothing',
      server: './twins/mute.ts',
      breaks: ({ client }) => [client.says('received 4')],
    },
    'second-segment-is-lost': {
      title: 'the second message is lost and sent again',
      network: { retransmitAfter: ms(200) },
      after: ({ server }) => server.acknowledges(6),
      disturb: ({ router }) => router.lose({ from: 'client', flags: '.', first: 1 }),
      breaks: (words) => [numbered(words)],
    },
  },
})
