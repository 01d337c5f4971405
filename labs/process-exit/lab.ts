import { lab, type Stage, s, settling, type Words } from '#lab'

/** The client's program is ended; then the server closes too. */
const endedBy = (signal: NodeJS.Signals) => async (stage: Stage) => {
  const { server, client, until } = stage
  await stage.establish()
  await until(client.says('connected'))
  client.signal(signal)
  await until(server.says('eof'))
  await until(client.reaches('FIN-WAIT-2'))
  await stage.serverFollows()
}

/** Its kernel closes the connection as if the program had: nothing in it tells how the program ended. */
const closedAfter =
  (signal: NodeJS.Signals) =>
  ({ client, server, wire }: Words) =>
    settling('C16/signals').by(
      client.isEndedBy(signal),
      wire.shows`
      opening
      client > F.  1:1(0) ack 1
      server > .   1:1(0) ack 2
      server > F.  1:1(0) ack 2
      client > .   2:2(0) ack 2
    `,
      client.passes('SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT'),
      server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT', 'LAST-ACK', 'CLOSED'),
      server.says('eof', { after: 'F' }),
    )

export default lab({
  title: 'A program that is killed leaves its connection to its kernel, which closes it properly',
  zh: '被杀死的程序把连接留给内核，由内核正常关闭',
  lesson: { chapter: 'closing', step: 11 },
  cites: 'RFC 9293 sections 3.6, 3.8.4 and 3.10.4; RFC 1122 section 4.2.3.6',
  settles: ['C16/signals', 'C16/unread', 'C16/host-lost', 'Q5/killed'],

  play: endedBy('SIGKILL'),
  claims: closedAfter('SIGKILL'),

  variants: {
    'ctrl-c': {
      title: 'the program is ended by Ctrl+C: SIGINT',
      zh: '程序被 Ctrl+C 终止：SIGINT',
      play: endedBy('SIGINT'),
      claims: closedAfter('SIGINT'),
    },
    sigterm: {
      title: 'the program is ended by kill: SIGTERM',
      zh: '程序被 kill 终止：SIGTERM',
      play: endedBy('SIGTERM'),
      claims: closedAfter('SIGTERM'),
    },
    unread: {
      title: 'the program is killed with five bytes unread: a RST, not a FIN',
      zh: '程序被杀死时有五个字节未读：发出的是 RST 而不是 FIN',
      client: './variants/never-reads.ts',
      server: './variants/talks.ts',
      async play({ server, client, establish, until }) {
        await establish()
        await until(client.says('connected'))
        await until(server.says('sent'))
        client.signal('SIGKILL')
        await until(server.reaches('CLOSED'))
        await until(server.says('failed: ECONNRESET'))
      },
      claims: ({ server, client, wire }) =>
        settling('C16/unread', 'Q5/killed').by(
          wire.shows`
            opening
            server > P.  1:6(5) ack 1
            client > .   1:1(0) ack 6
            client > R.  1:1(0) ack 6
          `,
          client.passes('SYN-SENT', 'ESTABLISHED', 'CLOSED'),
          client.counts('TcpExt.TCPAbortOnClose', 1),
          server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'CLOSED'),
          server.says('failed: ECONNRESET'),
        ),
    },
    vanished: {
      takes: s(12),
      title: 'the line is cut before the program is killed: the server stays ESTABLISHED until keep-alive finds out',
      zh: '程序被杀死之前线路已切断：服务器停留在 ESTABLISHED，直到 keepalive 发现',
      server: './variants/keepalive.ts',
      async play({ server, client, router, establish, until, pause }) {
        await establish()
        await until(client.says('connected'))
        await until(server.says('accepted'))
        await router.cut()
        client.signal('SIGKILL')
        await until(client.reaches('FIN-WAIT-1'))
        await pause(s(2))
        await until(server.reaches('CLOSED'), s(15))
        await until(server.says('failed: ETIMEDOUT'))
      },
      claims: ({ server, client, wire }) =>
        settling('C16/host-lost').by(
          // The first probe may go before the cut. Then the client's FIN goes out again and again; each side's segments reach
          // the router and no farther.
          wire.shows`
            opening
            ... client > . | server > .
            client > F.  1:1(0) ack 1 lost
            ... client > F. | server > .
            server > .   0:0(0) ack 1 lost
            ... client > F. | server > . R.
          `,
          client.passes('SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1'),
          server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'CLOSED'),
          server.showsTimer('ESTABLISHED', 'keepalive'),
          server.says('failed: ETIMEDOUT'),
          server.neverSays('eof'),
        ),
    },
  },

  twins: {
    'client-aborts': {
      title: 'the program catches SIGTERM and aborts its connection',
      client: './twins/aborts.ts',
      play: endedBy('SIGTERM'),
      breaks: ({ server, client }) => [
        client.passes('SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT'),
        server.says('eof', { after: 'F' }),
      ],
    },
    'line-is-cut': {
      title: 'the line is cut before the program is killed',
      after: ({ client }) => client.says('connected'),
      disturb: ({ router }) => router.cut(),
      breaks: ({ server }) => [
        server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT', 'LAST-ACK', 'CLOSED'),
        server.says('eof', { after: 'F' }),
      ],
    },
  },
})
