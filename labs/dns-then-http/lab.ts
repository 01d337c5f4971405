import { lab, type Stage, s, settling, type Words } from '#lab'

async function fetchAndClose({ server, client, establish, until }: Stage) {
  await establish()
  await until(client.says('has the page'))
  client.cue('close')
  await until(client.reaches('TIME-WAIT'))
  await until(server.reaches('CLOSED'))
}

/** The server closes when it has read the FIN; whether its own FIN catches the ACK is no matter here. */
const closing = ({ client, server, either }: Words) =>
  settling('L7').by(
    either(
      client.passes('SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT'),
      client.passes('SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'TIME-WAIT'),
    ),
    server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT', 'LAST-ACK', 'CLOSED'),
  )

export default lab({
  title: 'A web request is a DNS query for a name, then a handshake, then HTTP in segments, then a close',
  zh: '一次 Web 请求：先查询域名，再握手，然后以报文段传送 HTTP，最后关闭',
  lesson: { chapter: 'the whole', step: 1 },
  cites: 'RFC 1035 section 4.2.1; RFC 826; RFC 9293 sections 3.5 and 3.6; RFC 9112',
  settles: ['L6', 'L7'],
  network: { frames: true, askNeighbours: true, retransmitAfter: s(10) },

  play: fetchAndClose,

  claims: (words) => [
    words.link('client').shows`
      client > all     who-has router
      router > client  router is-at router
      client > router  IP client > server ttl 64 UDP to 53
      router > client  IP server > client ttl 63 UDP from 53
      client > router  IP client > server ttl 64 TCP S
      router > client  IP server > client ttl 63 TCP S.
      client > router  IP client > server ttl 64 TCP .
      client > router  IP client > server ttl 64 TCP .
      ...
    `.settling('L6', 'L7'),
    words.client.says("web.lab has the server's address").settling('L6'),
    ...settling('L7').by(
      words.client.says('HTTP 200'),
      words.carriesThrough('GET / HTTP/1.1'),
      words.carriesThrough('HTTP/1.1 200 OK', 'server'),
      words.wire.shows`
        opening
        client > P.  ack 1
        ... client > . F. | server > .
        server > F.
        client > .
      `,
    ),
    ...closing(words),
  ],

  twins: {
    'client-knows': {
      title: 'the client knows the address, and asks nobody',
      client: './twins/knows.ts',
      breaks: ({ client }) => [client.says("web.lab has the server's address")],
    },
    'question-is-lost': {
      title: 'the DNS query is lost',
      disturb: ({ router }) => router.lose({ from: 'client', protocol: 'UDP' }),
      breaks: ({ client }) => [client.says("web.lab has the server's address"), client.says('HTTP 200')],
    },
  },
})
