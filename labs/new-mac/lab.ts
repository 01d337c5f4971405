import { lab, type Stage, s, settling, type Words } from '#lab'

const another = '02:00:00:00:00:0a'

async function changeInBetween({ server, client, establish, until }: Stage) {
  await establish()
  client.cue('hello')
  await until(client.says("received 'hello'"))
  await until(client.acknowledges(6))
  client.cue(`ip link set dev eth0 address ${another}`)
  await until(client.says('has another MAC'))
  client.cue('again')
  await until(client.says("received 'again'"))
  await until(client.acknowledges(11))
  await until(server.acknowledges(11))
}

/** Whose MAC is another asks anew for its neighbour's, and whoever is asked learns who asks. */
const askedAnew = ({ link }: Words) => link('client').shows`
  client > all     who-has router
  router > client  router is-at router
  ...
  02:00:00:00:00:0a > all     who-has router
  router > 02:00:00:00:00:0a  router is-at router
  02:00:00:00:00:0a > router  IP client > server ttl 64 TCP .
  router > 02:00:00:00:00:0a  IP server > client ttl 63 TCP .
  ...
`

export default lab({
  title: 'One command gives a host another MAC, and its connections go on: they belong to its IP address',
  zh: '一条命令就能给主机换一个 MAC 地址，它的连接照常继续：连接属于它的 IP 地址',
  lesson: { chapter: 'layers', step: 8 },
  cites: 'RFC 826; RFC 1122 section 2.3.2.1; RFC 4861 section 7.2.6',
  settles: ['L12/mac'],
  network: { frames: true, askNeighbours: true, retransmitAfter: s(10) },

  play: changeInBetween,

  claims: (words) => [
    ...settling('L12/mac').by(
      askedAnew(words),
      words.wire.shows`
        opening
        client > P.  1:6(5) ack 1
        ... client > . | server > .
        client > P.  6:11(5) ack 6
        ... client > . | server > .
      `,
      words.client.says("received 'again'"),
      words.client.passes('SYN-SENT', 'ESTABLISHED'),
    ),
    words.server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED'),
  ],

  twins: {
    'mac-stays': {
      title: 'the client runs no command',
      client: './twins/idle.ts',
      breaks: (words) => [askedAnew(words)],
    },
    'again-is-lost': {
      title: 'what the client sends with its new MAC is lost',
      after: ({ client }) => client.says('has another MAC'),
      disturb: ({ router }) => router.lose({ from: 'client', flags: '.' }),
      breaks: ({ client }) => [client.says("received 'again'")],
    },
  },
})
