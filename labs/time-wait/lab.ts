import { lab, type Milliseconds, type Stage, s, settling, type Words } from '#lab'

/** 2 MSL on Linux: TCP_TIMEWAIT_LEN, include/net/tcp.h. */
const twiceMsl = s(60)

/** One end of the connection closes first, then the other; each FIN is held in the router until ss and netstat have seen the state before it. */
async function close(stage: Stage, number: number, first: 'client' | 'server') {
  const { router, until } = stage
  const second = first === 'client' ? 'server' : 'client'
  const ends = stage.connection(number)
  const firstFin = await router.hold({ from: first, flags: 'F.', first: 1 })
  stage[first].cue('close')
  await until(ends[first].reaches('FIN-WAIT-1'))
  await firstFin.release()
  await until(ends[second].reaches('CLOSE-WAIT'))
  await until(ends[first].reaches('FIN-WAIT-2'))

  const secondFin = await router.hold({ from: second, flags: 'F.', first: 1 })
  stage[second].cue('close')
  await until(ends[second].reaches('LAST-ACK'))
  await secondFin.release()
  await until(ends[first].reaches('TIME-WAIT'))
  await until(ends[second].reaches('CLOSED'))
}

async function closeFromEitherSide(stage: Stage) {
  await stage.establish()
  await close(stage, 1, 'client')
  stage.client.cue('open another')
  await stage.until(stage.connection(2).server.reaches('ESTABLISHED'))
  await close(stage, 2, 'server')
}

/** What holds of a connection that its client closed first and of one that its server did, TIME-WAIT lasting so long. */
const claims =
  (timeWait: Milliseconds) =>
  ({ connection }: Words) => {
    const [byClient, byServer] = [connection(1), connection(2)]
    return [
      ...settling('C1', 'C6/ack-u+1', 'C7/plus-one', 'C8').by(
        byClient.wire.shows`
          opening
          client > F.  1:1(0) ack 1
          server > .   1:1(0) ack 2
          server > F.  1:1(0) ack 2
          client > .   2:2(0) ack 2
        `,
        byServer.wire.shows`
          opening
          server > F.  1:1(0) ack 1
          client > .   1:1(0) ack 2
          client > F.  1:1(0) ack 2
          server > .   2:2(0) ack 2
        `,
      ),
      byClient.client
        .passes('SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT', 'CLOSED')
        .settling('C7/plus-one', 'T1'),
      byClient.server
        .passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT', 'LAST-ACK', 'CLOSED')
        .settling('C6/ack-u+1', 'C8', 'C19'),
      byServer.server
        .passes('SYN-RECEIVED', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT', 'CLOSED')
        .settling('C1', 'C7/plus-one', 'T1'),
      byServer.client
        .passes('SYN-SENT', 'ESTABLISHED', 'CLOSE-WAIT', 'LAST-ACK', 'CLOSED')
        .settling('C1', 'C6/ack-u+1', 'C8', 'C19'),
      ...settling('C7/plus-one').by(byClient.client.isShownIn('TIME-WAIT'), byServer.server.isShownIn('TIME-WAIT')),
      // Each FIN is held until ss and netstat have looked: CLOSE-WAIT before the own FIN leaves, LAST-ACK after it.
      ...settling('C3/on-sending', 'C6/ack-u+1').by(
        byClient.server.isShownIn('CLOSE-WAIT', 'LAST-ACK'),
        byServer.client.isShownIn('CLOSE-WAIT', 'LAST-ACK'),
      ),
      ...settling('C19').by(byClient.server.never('TIME-WAIT'), byServer.client.never('TIME-WAIT')),
      ...settling('T1', 'T2', 'T3').by(
        byClient.client.lasts('TIME-WAIT', timeWait),
        byServer.server.lasts('TIME-WAIT', timeWait),
      ),
      ...settling('T1').by(byClient.client.foretells('TIME-WAIT'), byServer.server.foretells('TIME-WAIT')),
    ]
  }

export default lab({
  title: 'Whoever closes first waits in TIME-WAIT for a minute, and nobody else does',
  zh: '先关闭的一方在 TIME-WAIT 中等待一分钟，另一方不必等待',
  lesson: { chapter: 'TIME-WAIT', step: 1 },
  cites: 'RFC 9293 sections 3.4.2, 3.6 and 3.6.1',
  settles: ['C1', 'C3/on-sending', 'C6/ack-u+1', 'C7/plus-one', 'C8', 'C19', 'T1', 'T2', 'T3'],
  takes: s(62),
  network: {
    retransmitAfter: s(10),
    // A tenth of the default, and TIME-WAIT takes no notice: whatever one reads, it is not this that ends it.
    sysctls: { client: { 'net.ipv4.tcp_fin_timeout': 6 }, server: { 'net.ipv4.tcp_fin_timeout': 6 } },
  },
  server: '../programs/server-closes-latest.ts',

  async play(stage) {
    await closeFromEitherSide(stage)
    await stage.pause(s(59))
    await stage.until(stage.connection(1).client.reaches('CLOSED'))
    await stage.until(stage.connection(2).server.reaches('CLOSED'))
  },

  claims: claims(twiceMsl),

  twins: {
    'four-minutes': {
      title: 'the claim is that 2 MSL takes four minutes, as RFC 9293 suggests',
      claims: claims(s(240)),
      breaks: ({ connection }) => [
        connection(1).client.lasts('TIME-WAIT', s(240)),
        connection(2).server.lasts('TIME-WAIT', s(240)),
      ],
    },
    'server-closes-first': {
      title: 'the server closes first where the client should',
      async play(stage) {
        await stage.establish()
        await close(stage, 1, 'server')
      },
      breaks: ({ server, client }) => [client.lasts('TIME-WAIT', twiceMsl), server.never('TIME-WAIT')],
    },
    'no-time-wait': {
      title: 'the kernel is told to keep no socket in TIME-WAIT',
      network: { sysctls: { client: { 'net.ipv4.tcp_max_tw_buckets': 0 } } },
      play: closeFromEitherSide,
      breaks: ({ client }) => [client.lasts('TIME-WAIT', twiceMsl)],
    },
    'client-resets': {
      title: 'the client aborts where it should close',
      client: '../programs/client-resets.ts',
      async play({ server, client, establish, until }) {
        await establish()
        client.cue('close')
        await until(server.reaches('CLOSED'))
      },
      breaks: ({ server, client }) => [
        client.lasts('TIME-WAIT', twiceMsl),
        server.passes('LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT', 'LAST-ACK', 'CLOSED'),
      ],
    },
  },
})
