import { lab, ms, type Stage, s, settling } from '#lab'

async function sendThree({ server, client, router, link, until, pause }: Stage) {
  server.start()
  await until(server.says('here'))
  client.start()
  client.cue('send')
  await until(link('client').has('router > client IP router > client ttl 64 ICMP time exceeded'))
  client.cue('send')
  await until(client.says('is told: ECONNREFUSED'), s(3))
  await router.lose({ from: 'client', protocol: 'UDP' })
  client.cue('send')
  await until(link('client').has('client > router IP client > server ttl 64 UDP to 8080', 2))
  await pause(ms(500))
}

export default lab({
  title: 'IP promises nothing: a loss is reported by ICMP at best, and sometimes by nobody',
  zh: 'IP 不作任何保证：丢失的至多由 ICMP 报告，有时根本无人报告',
  lesson: { chapter: 'layers', step: 4 },
  cites: 'RFC 792; RFC 4443; RFC 1122 section 3.2.2',
  settles: ['L5'],
  takes: s(2),
  network: { frames: true },

  play: sendThree,

  claims: ({ client, link }) =>
    settling('L5').by(
      link('client').shows`
        client > router  IP client > server ttl 1 UDP to 8080
        router > client  IP router > client ttl 64 ICMP time exceeded
        client > router  IP client > server ttl 64 UDP to 8080
        router > client  IP server > client ttl 63 ICMP port unreachable
        client > router  IP client > server ttl 64 UDP to 8080
      `,
      // The first and the last never arrived; of the last nobody said so.
      link('server').shows`
        router > server  IP client > server ttl 63 UDP to 8080
        server > router  IP server > client ttl 64 ICMP port unreachable
      `,
      client.says('is told: ECONNREFUSED'),
    ),

  twins: {
    'server-listens': {
      title: 'somebody listens on the port',
      server: './twins/listens.ts',
      breaks: ({ client }) => [client.says('is told: ECONNREFUSED')],
    },
    'report-is-lost': {
      title: 'the datagram to the port that nobody listens on is lost, and nobody can report it',
      disturb: ({ router }) => router.lose({ from: 'client', protocol: 'UDP' }),
      breaks: ({ client }) => [client.says('is told: ECONNREFUSED')],
    },
  },
})
