import { lab, type Stage, s, settling, type Words } from '#lab'

const request = 'GET / HTTP/1.1'
const answer = 'HTTP/1.1 200 OK'

/** The server closes when it has answered; whether its FIN catches an ACK is no matter here. */
const closing = ({ client, server, either }: Words) => [
  either(
    server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT'),
    server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'FIN-WAIT-1', 'TIME-WAIT'),
  ),
  client.passes('SYN-SENT', 'ESTABLISHED', 'CLOSE-WAIT', 'LAST-ACK', 'CLOSED'),
]

/** What a web request and its answer look like on a link that is no Ethernet, and on one that is. */
const withoutMacs = (words: Words) => [
  ...settling('L8').by(
    words.link('client').shows`
      IP client > server ttl 64 TCP S
      IP server > client ttl 63 TCP S.
      IP client > server ttl 64 TCP .
      ...
    `,
    words.link('client').encapsulates(request, 'IP'),
    words.link('client').encapsulates(answer, 'IP'),
    words.link('server').encapsulates(request),
    words.client.says('HTTP 200'),
  ),
  words.wire.shows`
    opening
    client > P.  ack 1
    ... client > . | server > .
  `,
  words.client.passes('SYN-SENT', 'ESTABLISHED'),
  words.server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED'),
]

async function getThePage({ client, establish, until }: Stage) {
  await establish()
  await until(client.says('has the page'), s(3))
}

export default lab({
  title: 'A web request travels in TCP, in IP, in Ethernet: each layer adds its header on the way down',
  zh: 'Web 请求装在 TCP 中，TCP 装在 IP 中，IP 装在以太网帧中：往下每一层都加上自己的首部',
  lesson: { chapter: 'layers', step: 1 },
  cites: 'RFC 1122 sections 1.1.3 and 2.1; RFC 894; RFC 9112',
  settles: ['L1', 'L2', 'L8'],
  network: { frames: true, retransmitAfter: s(10) },

  async play(stage) {
    await getThePage(stage)
    const { server, client, until } = stage
    await until(server.reaches('TIME-WAIT'))
    await until(client.reaches('CLOSED'))
  },

  claims: (words) => [
    ...settling('L1').by(
      words.link('client').encapsulates(request),
      words.link('server').encapsulates(request),
      words.link('server').encapsulates(answer),
      words.link('client').encapsulates(answer),
    ),
    ...settling('L1', 'L2').by(
      // The answer finds its way back by the addresses that the request came with.
      words.carriesThrough(request),
      words.carriesThrough(answer, 'server'),
      words.client.says('HTTP 200'),
    ),
    words.wire.shows`
      opening
      client > P.  ack 1
      ... client > . F. | server > . F.
    `,
    ...closing(words),
  ],

  variants: {
    'no-ethernet': {
      title: "the client's link is not Ethernet: the same TCP in the same IP, and no MAC",
      zh: '客户端的链路不是以太网：同样的 IP 中装着同样的 TCP，没有 MAC 地址',
      network: { clientsLink: 'bare' },
      play: getThePage,
      claims: withoutMacs,
    },
  },

  twins: {
    'it-is-ethernet': {
      title: 'what holds on a link without Ethernet is claimed of Ethernet',
      play: getThePage,
      claims: withoutMacs,
      breaks: ({ link }) => [link('client').encapsulates(request, 'IP'), link('client').encapsulates(answer, 'IP')],
    },
    'server-does-not-answer': {
      title: 'the server takes the request and does not answer',
      server: './twins/drops.ts',
      breaks: ({ client, link }) => [link('server').encapsulates(answer), client.says('HTTP 200')],
    },
    'request-is-lost': {
      title: 'the request is lost on the way',
      disturb: ({ router }) => router.lose({ from: 'client', flags: '.' }),
      breaks: ({ link, carriesThrough }) => [link('server').encapsulates(request), carriesThrough(request)],
    },
  },
})
