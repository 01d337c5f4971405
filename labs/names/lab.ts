import { lab, type Stage, s, settling, type Words } from '#lab'

async function lookUp({ server, client, until }: Stage) {
  server.start()
  await until(server.says('answering'))
  client.start()
  client.cue('first')
  await until(client.says(fromFile), s(5))
  client.cue('second')
  await until(client.says(fromDns), s(5))
  client.cue('third')
  await until(client.says(reversed), s(5))
}

const fromFile = "in-the-file.lab has the client's own address"
const fromDns = "in-dns.lab has the server's address"
const reversed = "the server's address has the name in-dns.lab"

/** Three look-ups, and two questions. */
const askedTwice = ({ link }: Words) => link('client').shows`
  client > router  IP client > server ttl 64 UDP to 53
  router > client  IP server > client ttl 63 UDP from 53
  client > router  IP client > server ttl 64 UDP to 53
  router > client  IP server > client ttl 63 UDP from 53
`

export default lab({
  title:
    'A name in the hosts file is looked up without asking anybody; DNS is asked for any other, and can turn an address back into a name',
  zh: 'hosts 文件中的域名不必问任何人；其他域名要问 DNS，DNS 还知道地址对应的域名',
  lesson: { chapter: 'layers', step: 10 },
  cites: 'RFC 1035 sections 3.5 and 4.2.1; RFC 3596; nsswitch.conf(5); hosts(5)',
  settles: ['L11/hosts', 'L11/reverse'],
  takes: s(2),
  network: { frames: true, names: 'file and DNS' },

  play: lookUp,

  claims: (words) => [
    askedTwice(words).settling('L11/hosts', 'L11/reverse'),
    ...settling('L11/hosts').by(words.client.says(fromFile), words.client.says(fromDns)),
    words.client.says(reversed).settling('L11/reverse'),
  ],

  twins: {
    'not-in-the-file': {
      title: 'the hosts file has no such name, and DNS is asked for it',
      network: { names: 'DNS' },
      breaks: (words) => [askedTwice(words), words.client.says(fromFile)],
    },
    'server-knows-nothing': {
      title: 'the name server knows no name',
      server: './twins/knows-nothing.ts',
      breaks: ({ client }) => [client.says(fromDns), client.says(reversed)],
    },
  },
})
