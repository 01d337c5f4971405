import { lab, type Stage, settling, type Words } from '#lab'

/** One of two descriptors is closed; bytes go by the other, and then that is closed too. */
async function closeOneByOne({ server, client, establish, until }: Stage) {
  await establish()
  await until(client.says('connected'))
  client.cue('close')
  await until(client.says('closed one'))
  client.cue('write')
  await until(server.says('received 5 in all: hello'))
  client.cue('close')
  await until(client.says('closed both'))
  await until(client.reaches('FIN-WAIT-2'))
  await until(server.reaches('CLOSE-WAIT'))
}

const closesWithTheLast = ({ server, client, wire }: Words) => [
  ...settling('C21/duplicate').by(
    wire.shows`
      opening
      client > P.  1:6(5) ack 1
      server > .   1:1(0) ack 6
      client > F.  6:6(0) ack 1
      server > .   1:1(0) ack 7
    `,
    client.says('closed one'),
    server.says('received 5 in all: hello'),
    client.passes('SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2'),
  ),
  server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT'),
]

export default lab({
  title:
    'close() starts the close only when it takes the last descriptor; shutdown() does so for all of them, and nothing more can be sent',
  zh: '只有关闭最后一个描述符时 close() 才开始释放连接；shutdown() 对所有描述符生效，此后不能再发送',
  lesson: { chapter: 'closing', step: 13 },
  cites: 'RFC 9293 section 3.6; POSIX close() and shutdown()',
  settles: ['C20', 'C21/duplicate', 'C21/shutdown'],
  client: './client.pl',
  server: '../programs/server-counts.ts',
  play: closeOneByOne,
  claims: closesWithTheLast,

  variants: {
    fork: {
      title: 'a child has the socket too: the FIN leaves when the child ends',
      zh: '子进程也持有该套接字：子进程结束时 FIN 才发出',
      client: './variants/forks.pl',
      play: closeOneByOne,
      claims: closesWithTheLast,
    },
    shutdown: {
      title: 'shutdown() sends the FIN at once, though a duplicate is open; then neither descriptor can send',
      zh: '尽管还有一个副本打开着，shutdown() 立即发出 FIN；此后两个描述符都不能发送',
      client: './variants/shuts-down.pl',
      async play({ server, client, establish, until }) {
        await establish()
        await until(client.says('connected'))
        client.cue('close')
        await until(client.reaches('FIN-WAIT-2'))
        await until(server.reaches('CLOSE-WAIT'))
        client.cue('write')
        await until(client.says('write: EPIPE'))
      },
      claims: ({ server, client, wire }) => [
        wire.shows`
          opening
          client > F.  1:1(0) ack 1
          server > .   1:1(0) ack 2
        `.settling('C20', 'C21/shutdown'),
        client.passes('SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2').settling('C21/shutdown'),
        server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT').settling('C21/shutdown'),
        ...settling('C20').by(client.says('write: EPIPE'), client.neverSays('written')),
      ],
    },
  },

  twins: {
    'no-duplicate': {
      title: 'there is only one descriptor, and its close() is the last',
      client: './twins/closes-all.pl',
      breaks: ({ server, wire }) => [
        server.says('received 5 in all: hello'),
        wire.shows`
          client > S
          server > S.
          client > .
          client > P.
          server > .
          client > F.
          server > .
        `,
      ],
    },
    'shuts-down': {
      title: 'the client calls shutdown() where it should call close()',
      client: './variants/shuts-down.pl',
      breaks: ({ server, client }) => [client.says('closed one'), server.says('received 5 in all: hello')],
    },
  },
})
