import { lab, type Stage, settling, type Words } from '#lab'

const scaling = 'net.ipv4.tcp_window_scaling'
const sack = 'net.ipv4.tcp_sack'
const timestamps = 'net.ipv4.tcp_timestamps'

/** Bytes go both ways; the client's first segment is lost, so that those behind it come beyond a gap. */
async function withGap({ server, client, router, establish, until }: Stage) {
  await establish()
  await router.lose({ from: 'client', flags: '.', first: 1 })
  client.cue('send')
  await until(server.says('received 8000'))
  await until(client.says('received 8000'))
}

async function withoutGap({ server, client, establish, until }: Stage) {
  await establish()
  client.cue('send')
  await until(server.says('received 8000'))
  await until(client.says('received 8000'))
}

const opened = ({ client, server, wire }: Words) => [
  wire.shows`
    opening
    ... client > . | server > .
  `,
  client.passes('SYN-SENT', 'ESTABLISHED'),
  server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED'),
  client.says('received 8000'),
  server.says('received 8000'),
]

const options = ['timestamps', 'window scale', 'SACK'] as const
type Option = (typeof options)[number]

const sideOf = { timestamps: 'O21/timestamps', 'window scale': 'O21/window-scale', SACK: 'O21/sack' } as const

/** Of the three the client alone says this one; the others both do. */
const clientAlone = (alone: Option) => (words: Words) => [
  ...opened(words),
  words.wire.neverUses(alone, 'client').settling(sideOf[alone]),
  ...options.filter((option) => option !== alone).map((option) => words.wire.uses(option)),
]

export default lab({
  title:
    'Timestamps, window scale and SACK are used only if both ends offer them on their SYNs; the MSS is each end’s own',
  zh: '时间戳、窗口扩大和 SACK 只有双方在 SYN 中都提出时才使用；MSS 则由双方各自决定',
  lesson: { chapter: 'opening', step: 13 },
  cites: 'RFC 9293 sections 3.2 and 3.7.1; RFC 7323 sections 2.2 and 3.2; RFC 2018 section 2',
  settles: ['O21/mss', 'O21/window-scale', 'O21/sack', 'O21/timestamps'],

  play: withGap,

  claims: (words) => [...opened(words), ...options.map((option) => words.wire.uses(option).settling(sideOf[option]))],

  variants: {
    'no-timestamps': {
      title: 'the server offers no timestamps',
      zh: '服务器不提出时间戳选项',
      network: { sysctls: { server: { [timestamps]: 0 } } },
      claims: clientAlone('timestamps'),
    },
    'no-window-scale': {
      title: 'the server offers no window scale',
      zh: '服务器不提出窗口扩大选项',
      network: { sysctls: { server: { [scaling]: 0 } } },
      claims: clientAlone('window scale'),
    },
    'no-sack': {
      title: 'the server offers no SACK',
      zh: '服务器不提出 SACK 选项',
      network: { sysctls: { server: { [sack]: 0 } } },
      claims: clientAlone('SACK'),
    },
    'nothing-asked': {
      title: 'the client offers none of the three, and so the server does not offer what it could',
      zh: '三个选项客户端都不提出，于是服务器本来会提出的也不再提出',
      network: { sysctls: { client: { [timestamps]: 0, [scaling]: 0, [sack]: 0 } } },
      claims: (words) => [
        ...opened(words),
        ...options.map((option) => words.wire.neverUses(option, 'nobody').settling(sideOf[option])),
      ],
    },
    mss: {
      title:
        'the server takes no more than 1000 bytes a segment, the client what Ethernet carries: each keeps to what the other announced',
      zh: '服务器每个报文段最多接收 1000 字节，客户端则为以太网所能承载的长度：各自遵守对方所说的',
      network: { serversMss: 1000 },
      play: withoutGap,
      claims: (words) => [
        ...opened(words),
        ...settling('O21/mss').by(words.wire.segments('client', 8000, 1000), words.wire.segments('server', 8000)),
      ],
    },
  },

  twins: {
    'server-declines': {
      title: 'the server offers none of the three',
      network: { sysctls: { server: { [timestamps]: 0, [scaling]: 0, [sack]: 0 } } },
      breaks: ({ wire }) => options.map((option) => wire.uses(option)),
    },
    'nothing-is-lost': {
      title: 'no segment is lost, so there is no gap for SACK to report',
      faults: 'none',
      breaks: ({ wire }) => [wire.uses('SACK')],
    },
  },
})
