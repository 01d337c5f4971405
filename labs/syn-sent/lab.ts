import { lab, s, settling } from '#lab'

export default lab({
  title: 'A lost SYN is sent again after a second, and the connection opens as usual',
  zh: '丢失的 SYN 一秒后重传，连接照常建立',
  lesson: { chapter: 'opening', step: 3 },
  cites: 'RFC 9293 sections 3.8 and 3.10.1; RFC 6298 section 2',
  settles: ['O10', 'O19'],
  takes: s(2),
  client: '../programs/client-connects.ts',
  server: '../programs/server-listens.ts',

  async play({ server, client, router, startBoth, until }) {
    await router.lose({ from: 'client', flags: 'S', first: 1 })
    await startBoth()
    await until(client.reaches('SYN-SENT'))
    await until(server.reaches('ESTABLISHED'))
    await until(client.says('connected'))
  },

  claims: ({ server, client, wire }) =>
    settling('O10').by(
      wire.shows`
        client > S   0:0(0) lost
        client > S   0:0(0)
        server > S.  0:0(0) ack 1
        client > .   1:1(0) ack 1
      `,
      client.passes('SYN-SENT', 'ESTABLISHED'),
      server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED'),
      client.isShownIn('SYN-SENT'),
      // The first retransmission timeout is one second: TCP_TIMEOUT_INIT, RFC 6298 section 2.
      client.lasts('SYN-SENT', s(1)),
      client.resends('S', s(1)),
      client.says('connected'),
    ),

  variants: {
    'given-up': {
      title: 'every SYN is lost, and connect() fails with ETIMEDOUT when tcp_syn_retries is reached',
      zh: '所有 SYN 都丢失，达到 tcp_syn_retries 时 connect() 失败，错误为 ETIMEDOUT',
      takes: s(8),
      // Since Linux 6.5 the first few do not back off, unless told to.
      network: { sysctls: { client: { 'net.ipv4.tcp_syn_retries': 2, 'net.ipv4.tcp_syn_linear_timeouts': 0 } } },
      async play({ client, router, until }) {
        await router.lose({ from: 'client', flags: 'S' })
        client.start()
        await until(client.reaches('SYN-SENT'))
        await until(client.says('failed: ETIMEDOUT'))
        await until(client.reaches('CLOSED'))
      },
      claims: ({ client, wire }) => [
        wire.shows`
          client > S   0:0(0) lost
          client > S   0:0(0) lost
          client > S   0:0(0) lost
        `,
        client.passes('SYN-SENT', 'CLOSED'),
        client.resends('S', s(1), s(2)),
        client.lasts('SYN-SENT', s(1), s(2), s(4)),
        client.says('failed: ETIMEDOUT'),
      ],
    },
    refused: {
      title: 'nobody listens, and the RST in reply takes the client from SYN-SENT to CLOSED: ECONNREFUSED',
      zh: '无人监听，作为应答的 RST 使客户端从 SYN-SENT 转到 CLOSED：ECONNREFUSED',
      async play({ client, router, until }) {
        const answer = await router.hold({ from: 'server', flags: 'R.' })
        client.start()
        await until(client.reaches('SYN-SENT'))
        await answer.release()
        await until(client.says('failed: ECONNREFUSED'))
      },
      claims: ({ client, wire }) => [
        wire.shows`
          client > S   0:0(0)
          server > R.  0:0(0) ack 1
        `,
        client.passes('SYN-SENT', 'CLOSED'),
        client.isShownIn('SYN-SENT'),
        client.says('failed: ECONNREFUSED'),
      ],
    },
    closed: {
      title: 'the client closes before anybody has answered: SYN-SENT to CLOSED, and nothing is sent',
      zh: '还无人应答时客户端就关闭：从 SYN-SENT 到 CLOSED，什么都不发送',
      client: './variants/closes.ts',
      async play({ client, router, until }) {
        await router.lose({ from: 'client', flags: 'S' })
        client.start()
        await until(client.reaches('SYN-SENT'))
        client.cue('close')
        await until(client.reaches('CLOSED'))
        await until(client.says('closed'))
      },
      claims: ({ client, wire }) => [
        wire.shows`
          client > S   0:0(0) lost
        `,
        client.passes('SYN-SENT', 'CLOSED'),
        client.isShownIn('SYN-SENT'),
        client.neverSays('connected'),
      ],
    },
    'full-socket': {
      title: 'nobody has answered yet, but the client already has a socket with an inode, and its port is taken',
      zh: '还无人应答，客户端就已有一个带 inode 的套接字，端口也已占用',
      client: './variants/holds-port.pl',
      async play({ client, router, until }) {
        await router.lose({ from: 'client', flags: 'S' })
        client.start()
        await until(client.reaches('SYN-SENT'))
        client.cue('look')
        await until(client.says('bind after close: done'))
        await until(client.reaches('CLOSED'))
      },
      claims: ({ client, wire }) => [
        wire.shows`
          client > S   0:0(0) lost
        `,
        client.passes('SYN-SENT', 'CLOSED'),
        ...settling('O19').by(
          client.isShownIn('SYN-SENT'),
          client.says('state 02, with an inode'),
          client.says('bind: EADDRINUSE'),
          client.says('bind after close: done'),
        ),
      ],
    },
  },

  twins: {
    'nothing-is-lost': {
      title: 'the first SYN arrives',
      faults: 'none',
      breaks: ({ client }) => [client.lasts('SYN-SENT', s(1)), client.resends('S', s(1))],
    },
    'client-gives-up': {
      title: 'the client closes its socket before its SYN is sent again',
      client: './twins/closes-early.ts',
      breaks: ({ client }) => [client.passes('SYN-SENT', 'ESTABLISHED'), client.says('connected')],
    },
  },
})
