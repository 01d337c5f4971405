import { lab, type Stage, settling, type Words } from '#lab'

const joins = 'client > all IP client > 224.0.0.22 ttl 1 IGMP joins 239.1.2.3'
const leaves = 'client > all IP client > 224.0.0.22 ttl 1 IGMP leaves 239.1.2.3'

async function joinAndLeave({ client, link, until }: Stage) {
  client.start()
  await until(client.says('bound'))
  client.cue('join')
  await until(link('client').has(joins))
  client.cue('leave')
  await until(link('client').has(leaves))
}

const reports = ({ link }: Words) => [link('client').has(joins), link('client').has(leaves)]

export default lab({
  title: 'A host that joins a multicast group reports it by IGMP, in IP, to the routers on its link',
  zh: '主机加入多播组时，用 IGMP（装在 IP 中）向链路上的路由器报告',
  lesson: { chapter: 'layers', step: 9 },
  cites: 'RFC 3376 sections 4.2 and 5.1; RFC 1112',
  settles: ['L12/igmp'],
  network: { family: 'IPv4', frames: true },
  server: '../programs/server-listens.ts',

  play: joinAndLeave,

  claims: (words) => settling('L12/igmp').by(...reports(words), words.client.says('joined'), words.client.says('left')),

  twins: {
    'client-stays-out': {
      title: 'the client joins no group',
      client: './twins/stays-out.ts',
      breaks: reports,
    },
    'client-is-another': {
      title: 'the client is a program that has nothing to do with groups',
      client: '../programs/client-says-hello.ts',
      breaks: ({ client }) => [client.says('joined')],
    },
  },
})
