// A lab is a story that is played on a real kernel, and what must be seen of it. docs/writing-a-lab.md goes on from here.
import { lab } from '#lab'

export default lab({
  title: 'What the client says, the server hears',

  // What happens, in order. `until` waits for what the kernel shows or a program says, and never for time.
  async play({ establish, client, server, until }) {
    await establish()
    client.cue('say hello')
    await until(server.says('heard hello'))
  },

  // What must be seen of it. The lines are the picture's own: paste others from it. docs/lab-reference.md has every verb.
  claims: ({ client, server, wire }) => [
    wire.shows`
      opening
      client > P.  1:6(5) ack 1
      server > .   1:1(0) ack 6
    `,
    client.passes('SYN-SENT', 'ESTABLISHED'),
    server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED'),
    server.says('heard hello'),
  ],

  // Small changes under which the lab must fail, each with the claims that it breaks: a check that cannot fail is worth nothing.
  twins: {
    'line-is-cut': {
      title: 'the line is cut before the client says anything',
      after: ({ server }) => server.reaches('ESTABLISHED'),
      disturb: ({ router }) => router.cut(),
      breaks: ({ server }) => [server.says('heard hello')],
    },
  },
})
