import { everyNote, holds, refuted, type Statement, statement } from '../statement.ts'

/** How a connection closes. */
export const closing: readonly Statement[] = [
  statement(
    'C1',
    {
      claim: 'Either end may close first; the first to close is the active one.',
      zh: '“客户端或服务器均可主动发起挥手动作”；“首先进行关闭的一方将执行主动关闭”。',
      notes: ['Wavehand', 'tcpdump', 'TCP-IP'],
      source: 'RFC 9293 §3.6',
    },
    holds(),
  ),
  statement(
    'C2',
    {
      claim: 'The active end sends FIN, seq = u, the number after its last byte, and is in FIN-WAIT-1.',
      zh: '主动关闭方发送 FIN，seq = u，“等于前面已传送过的数据的最后一个字节的序号加1”，进入 FIN-WAIT-1。',
      notes: everyNote,
      source: 'RFC 9293 §3.6',
    },
    holds(),
  ),
  statement(
    'C3',
    {
      claim: 'The passive end answers ack = u+1 and is in CLOSE-WAIT: on receiving the FIN, or on sending its own.',
      zh: '被动关闭方以 ack = u+1 应答，进入 CLOSE-WAIT：在收到 FIN 时，或在发送自己的 FIN 时。',
      notes: everyNote,
      source: 'RFC 9293 §3.6',
    },
    {
      'on-receiving': holds(['on receiving the FIN', '在收到 FIN 时'], 'tcpdump', 'TCP-IP', '2MSL'),
      'on-sending': refuted(
        ['on sending its own it leaves CLOSE-WAIT, for LAST-ACK', '发送自己的 FIN 时它离开 CLOSE-WAIT，进入 LAST-ACK'],
        'Wavehand',
      ),
    },
  ),
  statement(
    'C4',
    {
      claim: 'On that ACK the active end is in FIN-WAIT-2.',
      zh: '收到该 ACK 后，主动关闭方进入 FIN-WAIT-2。',
      notes: ['Wavehand', 'tcpdump', 'TCP-IP'],
      source: 'RFC 9293 §3.6',
    },
    holds(),
  ),
  statement(
    'C5',
    {
      claim: 'The passive end may still send, and the active end must still receive (half-close); this may last.',
      zh: '“A已经没有数据要发送了，但是B若发送数据，A仍要接收”（半关闭）；“这个状态可能会持续一些时间”。',
      notes: everyNote,
      source: 'RFC 9293 §3.6',
    },
    holds(),
  ),
  statement(
    'C6',
    {
      claim: "The passive end's own FIN, seq = w with ack = u+1 repeated (or ack = u), puts it in LAST-ACK.",
      zh: '被动关闭方自己的 FIN，seq = w，“还必须重复上次发送过的确认号”ack = u+1（或写作 ack = u），使它进入 LAST-ACK。',
      notes: ['tcpdump', 'TCP-IP', 'duplex', '2MSL'],
      source: 'RFC 9293 §3.6',
    },
    {
      'ack-u+1': holds(['ack = u+1', 'ack = u+1'], 'tcpdump', 'duplex', '2MSL'),
      'ack-u': refuted(
        [
          'never ack = u, as one of its two lists has it: the FIN has a number',
          '绝不是笔记两份列表之一所写的 ack = u：FIN 占用一个序号',
        ],
        'TCP-IP',
      ),
    },
  ),
  statement(
    'C7',
    {
      claim: 'The active end answers ack = w+1, seq = u+1 (or ack = w, seq = u), and is in TIME-WAIT.',
      zh: '主动关闭方以 ack = w+1、seq = u+1（或写作 ack = w、seq = u）应答，进入 TIME-WAIT。',
      notes: everyNote,
      source: 'RFC 9293 §3.6',
    },
    {
      'plus-one': holds(['ack = w+1, seq = u+1', 'ack = w+1，seq = u+1'], 'Wavehand', 'tcpdump', 'duplex', '2MSL'),
      'as-they-were': refuted(
        ['never ack = w, seq = u, as one of its two lists has it', '绝不是笔记两份列表之一所写的 ack = w、seq = u'],
        'TCP-IP',
      ),
    },
  ),
  statement(
    'C8',
    {
      claim: 'On that ACK the passive end is CLOSED.',
      zh: '收到该 ACK 后，被动关闭方进入 CLOSED。',
      notes: everyNote,
      source: 'RFC 9293 §3.6',
    },
    holds(),
  ),
  statement(
    'C9',
    {
      claim: 'A FIN consumes one sequence number even without data.',
      zh: '“和SYN一样，一个FIN将占用一个序号”，没有数据时也是如此。',
      notes: ['tcpdump'],
      source: 'RFC 9293 §3.4',
    },
    holds(),
  ),
  statement(
    'C10',
    {
      claim: 'Closing always takes four segments; the second and third cannot be merged.',
      zh: '“终止一个连接要经过四次挥手”；“第2次挥手和第3次挥手不能合并”。',
      notes: ['Wavehand', 'TCP-IP', 'duplex', '2MSL'],
      source: 'RFC 9293 figure 5 note 2, §3.10.7.4',
    },
    refuted([
      'when the passive end closes before its ACK leaves, FIN and ACK go in one segment, and three are enough',
      '被动关闭方若在自己的 ACK 发出之前关闭，FIN 和 ACK 合在一个报文段里，三个报文段就够了',
    ]),
  ),
  statement(
    'C11',
    {
      claim: 'The ACK of the FIN also says that the passive end has no more data.',
      zh: '对 FIN 的 ACK 还表示被动关闭方“也没有数据要发送”。',
      notes: ['Wavehand'],
      source: 'RFC 9293 §3.6',
    },
    refuted(['data that is sent after that ACK still arrives', '在该 ACK 之后发送的数据仍然到达']),
  ),
  statement(
    'C12',
    {
      claim: 'Both ends close at once: the FINs cross, both are in CLOSING, then both in TIME-WAIT.',
      zh: '“如果两边同时断开连接，那就会进入到 CLOSING 态，然后都到达 TIME_WAIT 态”。',
      notes: ['Wavehand'],
      source: 'RFC 9293 §3.6 case 3',
    },
    holds(),
  ),
  statement(
    'C13',
    {
      claim: 'close() with bytes still in the send buffer: TCP sends them all before its FIN.',
      zh: '“当你调用close函数时，如果发送缓冲中还有数据，TCP会继续把数据发送完”，然后才发 FIN。',
      notes: ['tcpdump'],
      source: 'RFC 9293 §3.6, RFC 1122 §4.2.2.13',
    },
    {
      shutdown: holds(['after shutdown(), which keeps the socket', 'shutdown() 之后，它保留套接字']),
      close: holds([
        'after close(), while the peer goes on acknowledging and reading',
        'close() 之后，只要对端继续确认并读取',
      ]),
      'never-read': refuted([
        'a peer that never reads: the orphan is dropped with bytes and FIN unsent, though its probes are answered',
        '对端从不读取：孤儿连接被丢弃，字节和 FIN 都没有发出，尽管它的窗口探测得到了应答',
      ]),
      unread: refuted([
        'with unread bytes in its own receive buffer the end sends a RST at once',
        '自己的接收缓冲区里有未读的字节时，立即发送 RST',
      ]),
      linger: refuted(['with SO_LINGER 0 the end sends a RST at once', 'SO_LINGER 为 0 时，立即发送 RST']),
    },
  ),
  statement(
    'C14',
    {
      claim: 'recv() returning 0 means that the peer has closed its sending side.',
      zh: '“当调用recv时，如果返回0，则表示对方关闭”。',
      notes: ['tcpdump'],
      source: '',
    },
    holds(),
  ),
  statement(
    'C15',
    {
      claim: 'If the passive end never calls close() it stays in CLOSE-WAIT, and the active end in FIN-WAIT-2.',
      zh: '被动关闭方“如果不调用close，那么对方就会处于FIN_WAIT_2状态，而本端则会处于CLOSE_WAIT状态”。',
      notes: ['tcpdump'],
      source: 'RFC 9293 §3.6',
    },
    {
      shutdown: holds(['after shutdown(), for ever', 'shutdown() 之后，永远如此']),
      close: refuted([
        'after close() Linux drops the orphan in FIN-WAIT-2 after tcp_fin_timeout; CLOSE-WAIT stays',
        'close() 之后，Linux 经过 tcp_fin_timeout 丢弃 FIN-WAIT-2 中的孤儿连接；CLOSE-WAIT 依旧',
      ]),
    },
  ),
  statement(
    'C16',
    {
      claim: 'A program ended by Ctrl+C leaves its connections to the kernel, which closes them properly.',
      zh: '“CTRL+C终止你的程序，TCP连接依然会正常关闭”：由内核正常关闭。',
      notes: ['tcpdump'],
      source: '',
    },
    {
      signals: holds(['after SIGINT, SIGTERM and SIGKILL', '在 SIGINT、SIGTERM 和 SIGKILL 之后']),
      unread: refuted(['with unread input it is a RST', '有未读的输入时是 RST']),
      'host-lost': refuted([
        'from a host that is lost or cut off nothing arrives, and the peer stays ESTABLISHED',
        '主机消失或被切断时什么也不会到达，对端停留在 ESTABLISHED',
      ]),
    },
  ),
  statement(
    'C17',
    {
      claim: 'An unacknowledged FIN is sent again, until a limit.',
      zh: '得不到确认的 FIN 会重传，直到限度为止。',
      notes: ['duplex', '2MSL'],
      source: 'RFC 6298',
    },
    holds([
      'tcp_orphan_retries after close(), tcp_retries2 where the program keeps its socket',
      'close() 之后是 tcp_orphan_retries，程序保留套接字时是 tcp_retries2',
    ]),
  ),
  statement(
    'C18',
    {
      claim: 'tcpdump on loopback shows the close as [F.], [.], [F.], [.] with the same arithmetic.',
      zh: '在环回接口上，tcpdump 把关闭连接的过程显示为 [F.]、[.]、[F.]、[.]，序号的算法相同。',
      notes: ['tcpdump'],
      source: '',
    },
    holds(),
  ),
  statement(
    'C19',
    {
      claim: 'The passive end does not pass through TIME-WAIT.',
      zh: '被动关闭方“不会进入TIME_WAIT状态”。',
      notes: ['TCP-IP'],
      source: 'RFC 9293 §3.6',
    },
    holds(),
  ),
  statement(
    'C20',
    {
      claim: 'After its FIN an end can send no more.',
      zh: '“FIN只是表示这端不能继续发送数据(应用层不能再调用send发送)”。',
      notes: ['tcpdump', 'TCP-IP'],
      source: 'RFC 9293 §3.6',
    },
    holds(['EPIPE', 'EPIPE']),
  ),
  statement(
    'C21',
    {
      claim: 'Any close() starts the close.',
      zh: '“任何一方执行close()操作即可产生挥手操作”。',
      notes: ['TCP-IP'],
      source: '',
    },
    {
      duplicate: refuted([
        'not while a duplicate of the descriptor is open, by dup() or in a child',
        '描述符还有副本打开着（dup() 或在子进程里）时则不然',
      ]),
      shutdown: refuted(['shutdown() does, however many duplicates there are', 'shutdown() 则可以，不论有多少副本']),
    },
  ),
  statement(
    'C22',
    {
      claim: 'Two MSL of silence prove to the active end that the other has closed.',
      zh: '“等待 2MSL后依然没有收到回复，则证明主机 B 已正常关闭”。',
      notes: ['Wavehand'],
      source: 'RFC 9293 §3.6',
    },
    refuted([
      "when the other's FINs are lost TIME-WAIT ends, and the other is still in LAST-ACK",
      '对方的 FIN 丢失时，TIME-WAIT 结束，而对方仍在 LAST-ACK',
    ]),
  ),
]
