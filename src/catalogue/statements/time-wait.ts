import { everyNote, holds, refuted, type Statement, statement } from '../statement.ts'

/** What TIME-WAIT is for. */
export const timeWait: readonly Statement[] = [
  statement(
    'T1',
    {
      claim: 'The active end stays in TIME-WAIT for 2 MSL, then is CLOSED.',
      zh: '主动关闭方“必须经过时间等待计时器(TIME-WAIT timer)设置的时间2MSL后，A才进入到CLOSED状态”。',
      notes: everyNote,
      source: 'RFC 9293 §3.6.1',
    },
    holds(),
  ),
  statement(
    'T2',
    {
      claim: 'MSL is 2 minutes, so 2 MSL is 4 minutes.',
      zh: 'MSL 为 2 分钟，所以“从A进入到TIME-WAIT状态后，要经过4分钟才能进入CLOSED状态”。',
      notes: ['tcpdump'],
      source: 'RFC 9293 §3.4.2',
    },
    refuted(['60 s, fixed in the kernel (TCP_TIMEWAIT_LEN)', '60 s，固定在内核中（TCP_TIMEWAIT_LEN）']),
  ),
  statement(
    'T3',
    {
      claim: 'Implementations may choose a smaller MSL.',
      zh: '“TCP允许不同的实现使用更小的MSL值”。',
      notes: ['tcpdump', '2MSL'],
      source: 'RFC 9293 §3.4.2',
    },
    holds(),
  ),
  statement(
    'T4',
    {
      claim:
        'If the last ACK is lost the passive end sends its FIN again; TIME-WAIT answers with the ACK again and restarts its clock.',
      zh: '最后一个 ACK 丢失时，“服务器会超时重新传这个FIN-ACK，接着客户端在重新传一次确认，重新启动时间等待计时器”。',
      notes: ['2MSL'],
      source: 'RFC 9293 §3.10.7.4',
    },
    holds(),
  ),
  statement(
    'T5',
    {
      claim: 'Without TIME-WAIT a lost last ACK would keep the passive end from closing normally.',
      zh: '“假设客户端不等待2MSL，而是发送完ACK之后直接释放关闭，一旦ACK丢失的话，服务器就无法正常进入关闭链接状态”。',
      notes: ['2MSL'],
      source: 'RFC 9293 §3.6.1',
    },
    holds([
      'its FIN, sent again, draws a RST: a server that still holds its socket finds ECONNRESET on it (SO_ERROR)',
      '它重传的 FIN 引来 RST：仍持有套接字的服务器会在其上发现 ECONNRESET（SO_ERROR）',
    ]),
  ),
  statement(
    'T6',
    {
      claim: 'While in TIME-WAIT the pair of endpoints cannot be used again.',
      zh: '处于 TIME-WAIT 期间，这对端点不能再用：“这个链接只能在2MSL结束后才能在被使用”。',
      notes: ['2MSL'],
      source: 'RFC 9293 §3.6.1, RFC 1122 §4.2.2.13, RFC 6191',
    },
    {
      'client-plain': holds([
        'the end that connects is the one in TIME-WAIT, timestamps off: EADDRNOTAVAIL',
        '发起连接的一端正处于 TIME-WAIT，不用时间戳：EADDRNOTAVAIL',
      ]),
      'client-timestamps': refuted([
        'timestamps on, a client bound to the port: it connects at once',
        '使用时间戳，客户端绑定该端口：立即连上',
      ]),
      'server-number': refuted([
        'the server is in TIME-WAIT, timestamps off: a SYN with a higher number opens',
        '服务器处于 TIME-WAIT，不用时间戳：序号更大的 SYN 能建立连接',
      ]),
      'server-timestamp': refuted([
        'the server is in TIME-WAIT: a SYN with a lower number and a newer timestamp opens',
        '服务器处于 TIME-WAIT：序号更小而时间戳更新的 SYN 能建立连接',
      ]),
      bind: holds([
        'a listener that sets neither SO_REUSEADDR nor SO_REUSEPORT cannot bind',
        'SO_REUSEADDR 和 SO_REUSEPORT 都不设的监听套接字不能绑定',
      ]),
      ephemeral: holds([
        'with tcp_tw_reuse = 0 an ephemeral port is not handed out',
        'tcp_tw_reuse = 0 时不会分配该临时端口',
      ]),
      'tcp-tw-reuse': refuted([
        'with tcp_tw_reuse = 1 it is, here two seconds later (the kernel requires one)',
        'tcp_tw_reuse = 1 时会分配，这里是两秒之后（内核要求一秒）',
      ]),
    },
  ),
  statement(
    'T7',
    {
      claim: 'TIME-WAIT keeps an old segment out of a later connection between the same pair.',
      zh: 'TIME-WAIT 把旧报文段挡在同一对端点后来的连接之外：“使本链接持续的时间内所产生的所有报文段都从网络中消失”。',
      notes: ['TCP-IP', '2MSL'],
      source: 'RFC 1337 §2.2, RFC 5961 §5.2',
    },
    {
      'with-time-wait': holds([
        'where there was TIME-WAIT its bytes are not delivered: the pair gets no connection that they fit into',
        '有过 TIME-WAIT 时其中的字节不会交付：这对端点得不到与之吻合的连接',
      ]),
      'without-time-wait': holds([
        'where there was none they are, if their number and what they acknowledge fit the later connection',
        '没有 TIME-WAIT 时，只要序号和确认号与后来的连接吻合，就会交付',
      ]),
    },
  ),
  statement(
    'T8',
    {
      claim: 'A RST that reaches TIME-WAIT ends it early (assassination).',
      zh: '到达 TIME-WAIT 的 RST 使它提前结束（TIME-WAIT 暗杀）。',
      notes: [],
      source: 'RFC 1337',
    },
    {
      'rfc1337-0': holds(['with tcp_rfc1337 = 0, the default', 'tcp_rfc1337 = 0（默认值）时']),
      'rfc1337-1': refuted(['not with tcp_rfc1337 = 1', 'tcp_rfc1337 = 1 时则不然']),
    },
  ),
  statement(
    'T9',
    {
      claim: "The TTL limits a segment's time in the network; segments older than the MSL are discarded.",
      zh: '“IP数据报则有限制其生存时间的TTL字段”；MSL 是报文段的最长寿命，“超过这个时间报文将被丢弃”。',
      notes: ['tcpdump', '2MSL'],
      source: 'RFC 791 §3.2, RFC 8200 §8.2, RFC 7323 §5',
    },
    {
      hops: refuted([
        'TTL counts hops: a segment that was held arrives with the TTL of one that was not',
        'TTL 计的是跳数：滞留过的报文段到达时，TTL 与没有滞留的相同',
      ]),
      held: refuted([
        'without timestamps, one held for longer than the MSL is accepted if its numbers fit',
        '没有时间戳时，滞留超过 MSL 的报文段只要序号吻合就会被接收',
      ]),
      paws: holds([
        'with timestamps, PAWS refuses it once a later one has arrived',
        '有时间戳时，一旦更晚的报文段已经到达，PAWS 就会拒绝它',
      ]),
    },
  ),
  statement(
    'T10',
    {
      claim: 'TIME-WAIT keeps old SYNs out.',
      zh: 'TIME-WAIT “使下一个新的链接中不会出现这种旧的链接请求报文段”。',
      notes: ['2MSL'],
      source: 'RFC 9293 §3.10.7.4, RFC 1122 §4.2.2.13, RFC 6191',
    },
    {
      older: holds([
        'one with an older timestamp is answered with an ACK, whatever its number',
        '时间戳更旧的 SYN 只得到一个 ACK，不论序号如何',
      ]),
      newer: refuted([
        'one with a newer timestamp opens a connection, and so does one with a higher number that has no timestamp',
        '时间戳更新的 SYN 能建立连接，没有时间戳而序号更大的也能',
      ]),
    },
  ),
]
