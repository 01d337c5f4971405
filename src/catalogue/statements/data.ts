import { holds, refuted, type Statement, statement } from '../statement.ts'

/** How bytes are carried. */
export const data: readonly Statement[] = [
  statement(
    'D1',
    {
      claim: 'Bytes are numbered; ack = seq + len is the next byte expected.',
      zh: '字节都有编号；ack = seq + len 是“期望下次收到的数据的序列号”。',
      notes: ['TCP-IP', 'duplex'],
      source: 'RFC 9293 §3.4',
    },
    holds(),
  ),
  statement(
    'D2',
    {
      claim: 'In seq a:b the last byte used is b-1.',
      zh: '在 seq a:b 中，最后使用的字节是 b-1：“真正使用的序号是开始序号到结束序号-1”。',
      notes: ['tcpdump'],
      source: '',
    },
    holds(),
  ),
  statement(
    'D3',
    {
      claim: "The application's block is cut into segments no longer than the MSS and put together again in order.",
      zh: 'TCP“把应用程序交给它的数据分成合适的小块”，即不超过 MSS 的报文段，到达后再按序拼接。',
      notes: ['TCP-IP'],
      source: 'RFC 9293 §3.7.1',
    },
    holds(),
  ),
  statement(
    'D4',
    {
      claim: 'What is not acknowledged is sent again.',
      zh: '“发送方会在对应数据包未被 ACK 时进行重复发送”。',
      notes: ['TCP-IP'],
      source: 'RFC 6298',
    },
    holds(),
  ),
  statement(
    'D5',
    {
      claim: 'A segment that arrives twice is delivered once.',
      zh: '到达两次的报文段只交付一次：“接收方可以通过序列号对重复的数据包进行去重”。',
      notes: ['TCP-IP'],
      source: 'RFC 9293 §3.10.7.4',
    },
    holds(),
  ),
  statement(
    'D6',
    {
      claim: 'Segments that arrive out of order are kept and delivered in order.',
      zh: '失序到达的报文段先收存，再按序交付：“接收方可以根据数据包的序列号对它们进行重新排序”。',
      notes: ['TCP-IP'],
      source: 'RFC 9293 §3.10.7.4',
    },
    holds(),
  ),
  statement(
    'D7',
    {
      claim: 'Pull the cable, put it back: the transfer picks up where it stopped.',
      zh: '“即使老王的网线拔掉了一段时间，稍后再插入，恢复了网络连通性，老王中断的文件下载任务可以继续工作”。',
      notes: ['TCP-IP'],
      source: 'RFC 1122 §4.2.3.5',
    },
    {
      'in-time': holds([
        'within the time that tcp_retries2 amounts to, 924.6 s by default',
        '在 tcp_retries2 所对应的时间之内，默认 924.6 s',
      ]),
      'too-late': refuted([
        'at the first timeout after that the connection is given up: ETIMEDOUT',
        '此后第一次超时即放弃连接：ETIMEDOUT',
      ]),
    },
  ),
  statement(
    'D8',
    {
      claim: 'TCP adapts to congestion: it slows down when the network is crowded and speeds up when it is free.',
      zh: 'TCP 适应拥塞：“网络空闲时，尽最大速率发包；网络拥堵时，降低速率发包”。',
      notes: ['TCP-IP'],
      source: 'RFC 5681, RFC 9438',
      since: 'CUBIC is the default since Linux 2.6.19',
      sinceZh: '自 Linux 2.6.19 起默认使用 CUBIC',
    },
    {
      crowded: holds(['when the line is made narrow the sending rate falls', '线路变窄，发送速率下降']),
      free: holds(['when the line is made wide again it rises', '线路重新变宽，发送速率上升']),
    },
  ),
  statement(
    'D9',
    {
      claim: 'The window is used for flow control: a reader that does not read stops the sender.',
      zh: '“窗口大小主要用来做流控制”：接收方不读取，发送方就停下。',
      notes: ['TCP-IP'],
      source: 'RFC 9293 §3.8.6',
    },
    holds(),
  ),
  statement(
    'D10',
    {
      claim: 'UDP promises nothing: under the same loss TCP delivers all and UDP does not.',
      zh: 'UDP“并不保证该数据报能到达另一端”：同样的丢失之下，TCP 全部送达，UDP 则不然。',
      notes: ['TCP-IP'],
      source: 'RFC 768',
    },
    holds(),
  ),
  statement(
    'D11',
    {
      claim: 'Each packet is numbered and confirmed.',
      zh: '每个“数据包”都有编号并得到确认：“对方TCP收到包裹，会回复一个确认消息，确认收到了该编号的包裹了”。',
      notes: ['TCP-IP'],
      source: 'RFC 9293 §3.4',
    },
    refuted([
      'bytes are numbered, one ACK confirms several segments, and what is sent again may be cut differently',
      '编号的是字节，一个 ACK 可确认多个报文段，重传时还可以重新分段',
    ]),
  ),
]
