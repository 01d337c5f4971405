import { holds, type Statement, statement } from '../statement.ts'

/** What is asked most about sockets. It is in none of the notes. */
export const questions: readonly Statement[] = [
  statement(
    'Q1',
    {
      claim:
        'What do SO_REUSEADDR and SO_REUSEPORT each allow, with a listener, a TIME-WAIT and another user in the way?',
      zh: '有监听套接字、TIME-WAIT 或另一个用户挡路时，SO_REUSEADDR 和 SO_REUSEPORT 各允许什么？',
      notes: [],
      source: 'socket(7)',
      since: 'SO_REUSEPORT since Linux 3.9',
      sinceZh: '自 Linux 3.9 起有 SO_REUSEPORT',
    },
    {
      listener: holds([
        'neither lets anybody past a listener that has not set SO_REUSEPORT too',
        '对方监听套接字没有设 SO_REUSEPORT 时，两个选项都越不过它',
      ]),
      reuseport: holds(['where both set SO_REUSEPORT, both listen', '双方都设 SO_REUSEPORT 时，双方都能监听']),
      'other-user': holds([
        'while it listens, another user is refused even with SO_REUSEPORT',
        '它在监听时，另一个用户的 SO_REUSEPORT 被拒绝',
      ]),
      'time-wait': holds([
        'a listener gets past a TIME-WAIT with an option that the one before had set too, SO_REUSEADDR or SO_REUSEPORT',
        '监听套接字要越过 TIME-WAIT，须设前一个监听套接字也设过的选项，SO_REUSEADDR 或 SO_REUSEPORT',
      ]),
      both: holds(['where that one had set none, no option helps', '前一个什么都没有设时，设哪个选项都没有用']),
    },
  ),
  statement(
    'Q2',
    {
      claim: 'Does TCP have a keep-alive; what notices a peer that vanished, and when?',
      zh: 'TCP 有保活机制吗？什么能发现对端已经消失，何时发现？',
      notes: [],
      source: 'RFC 9293 §3.8.4, RFC 5482, tcp(7)',
      since: 'TCP_USER_TIMEOUT since Linux 2.6.37',
      sinceZh: '自 Linux 2.6.37 起有 TCP_USER_TIMEOUT',
    },
    {
      none: holds([
        'none by default: an idle connection to a peer that vanished stays ESTABLISHED',
        '默认没有：对端消失后，空闲的连接停留在 ESTABLISHED',
      ]),
      keepalive: holds([
        'SO_KEEPALIVE: TCP_KEEPIDLE of silence (7200 s by default), then TCP_KEEPCNT probes, TCP_KEEPINTVL apart',
        'SO_KEEPALIVE：静默 TCP_KEEPIDLE（默认 7200 s）之后，每隔 TCP_KEEPINTVL 探测一次，共 TCP_KEEPCNT 次',
      ]),
      'user-timeout': holds([
        'TCP_USER_TIMEOUT: how long bytes are sent again in vain; without it, the time that tcp_retries2 amounts to',
        'TCP_USER_TIMEOUT：字节徒劳地重传这么久；不设时则为 tcp_retries2 所对应的时间',
      ]),
    },
  ),
  statement(
    'Q3',
    {
      claim: 'What are Nagle, TCP_NODELAY and TCP_CORK, and where do the 40 ms with delayed ACKs come from?',
      zh: 'Nagle 算法、TCP_NODELAY 和 TCP_CORK 是什么？推迟确认带来的 40 ms 从何而来？',
      notes: [],
      source: 'RFC 9293 §3.7.4, §3.8.6.3; RFC 896; tcp(7)',
    },
    {
      nagle: holds([
        'a small segment waits while another small one is unacknowledged (by the RFC, while anything is)',
        '还有小报文段未被确认时，新的小报文段要等待（按 RFC，有任何未确认的都要等待）',
      ]),
      'delayed-ack': holds([
        'an ACK that has nothing to ride on waits at least 40 ms, at most 200 (by the RFC, less than 500)',
        '没有数据可搭载的 ACK 至少等待 40 ms，至多 200 ms（按 RFC 须小于 500 ms）',
      ]),
      nodelay: holds(['TCP_NODELAY: what is written leaves at once', 'TCP_NODELAY：写入的内容立即发出']),
      cork: holds([
        'TCP_CORK: what is written goes in one segment when it is pulled (or, by tcp(7), after 200 ms)',
        'TCP_CORK：拔去塞子时，写入的内容装在一个报文段里发出（按 tcp(7)，或在 200 ms 之后）',
      ]),
    },
  ),
  statement(
    'Q4',
    {
      claim: 'Why does the first write to a closed peer succeed and the second fail?',
      zh: '对端已关闭，为什么第一次写入成功而第二次失败？',
      notes: [],
      source: 'RFC 9293 §3.6, §3.6.1; RFC 1122 §4.2.2.13',
    },
    {
      first: holds([
        'a write only hands bytes to the kernel, and for all that a kernel with a FIN knows, the peer may still be reading',
        '写入只是把字节交给内核，而对收到过 FIN 的内核来说，对端可能仍在读取',
      ]),
      second: holds([
        'nobody can read the bytes any more, and they draw a RST, which closes the socket: EPIPE, and SIGPIPE',
        '已经没有人能读取这些字节，它们引来 RST，RST 关闭套接字：EPIPE，以及 SIGPIPE',
      ]),
    },
  ),
  statement(
    'Q5',
    {
      claim: 'What sends "connection reset by peer"?',
      zh: '“Connection reset by peer” 是由什么发出的？',
      notes: [],
      source: 'RFC 9293 §3.5.2, §3.10.7; RFC 5961 §3',
    },
    {
      unread: holds(['a close() with bytes unread', '有字节未读时的 close()']),
      aborted: holds(['an abort: close() with SO_LINGER 0', '异常终止：SO_LINGER 为 0 时的 close()']),
      killed: holds(['a program that is killed with bytes unread', '有字节未读时被杀死的程序']),
      unknown: holds([
        'a kernel that does not know the connection: its host was rebooted, or its own RST was lost',
        '不认得这个连接的内核：主机重新启动过，或它自己的 RST 丢失了',
      ]),
      'queue-full': holds([
        'a full accept queue, only with tcp_abort_on_overflow = 1',
        '已满的全连接队列，仅当 tcp_abort_on_overflow = 1',
      ]),
      forged: holds([
        'anybody who hits exactly the next number: on the path one can read it, elsewhere one must guess; one in the window draws a challenge ACK',
        '任何碰上恰为下一个序号的人：在途中的可以读到它，在别处的只能猜；落在窗口内的只引来质询 ACK',
      ]),
    },
  ),
  statement(
    'Q6',
    {
      claim: "What does listen()'s backlog limit, and what cuts it?",
      zh: 'listen() 的 backlog 限制什么？谁会把它截短？',
      notes: [],
      source: 'listen(2)',
      since: 'somaxconn is 4096 since Linux 5.4',
      sinceZh: '自 Linux 5.4 起 somaxconn 为 4096',
    },
    {
      'accept-queue': holds([
        'the connections waiting for accept(): one more than it says',
        '等待 accept() 的连接数：比它所说的多一个',
      ]),
      somaxconn: holds([
        'net.core.somaxconn silently caps it: 4096 since Linux 5.4, 128 before',
        'net.core.somaxconn 把它截短，而且不声不响：Linux 5.4 起为 4096，此前为 128',
      ]),
    },
  ),
]
