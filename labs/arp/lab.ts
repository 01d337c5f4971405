import { lab, settling, type Words } from '#lab'

const clientAsks = ({ link }: Words) => link('client').shows`
  client > all     who-has router
  router > client  router is-at router
  client > router  IP client > server ttl 64 TCP S
  router > client  IP server > client ttl 63 TCP S.
  client > router  IP client > server ttl 64 TCP .
`

/** On its other link, in turn; the server has learned the router's MAC from the question. */
const routerAsks = ({ link }: Words) => link('server').shows`
  router > all     who-has server
  server > router  server is-at server
  router > server  IP client > server ttl 63 TCP S
  server > router  IP server > client ttl 64 TCP S.
  router > server  IP client > server ttl 63 TCP .
`

export default lab({
  title: 'Before the first packet on a link the sender asks who has the address, and is told the MAC',
  zh: '链路上的第一个分组发出之前，先有人询问谁拥有该地址，并得知其 MAC 地址',
  lesson: { chapter: 'layers', step: 2 },
  cites: 'RFC 826; RFC 4861 section 7.2',
  settles: ['L3'],
  network: { frames: true, askNeighbours: true },
  server: '../programs/server-listens.ts',

  play: ({ establish }) => establish(),

  claims: (words) => [
    ...settling('L3').by(clientAsks(words), routerAsks(words)),
    words.wire.shows`
      opening
    `,
    words.client.passes('SYN-SENT', 'ESTABLISHED'),
    words.server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED'),
  ],

  twins: {
    'neighbours-are-known': {
      title: 'the MACs have been entered by hand, and nobody asks',
      network: { askNeighbours: false },
      breaks: (words) => [clientAsks(words), routerAsks(words)],
    },
    'client-is-silent': {
      title: 'the client connects to nobody, and nobody needs to know its MAC',
      client: './twins/silent.ts',
      breaks: (words) => [clientAsks(words), words.client.passes('SYN-SENT', 'ESTABLISHED')],
    },
  },
})
