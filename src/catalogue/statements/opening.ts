import { everyNote, holds, refuted, type Statement, statement } from '../statement.ts'

/** How a connection opens. */
export const opening: readonly Statement[] = [
  statement(
    'O1',
    {
      claim:
        'Before any client can connect, a server must have bound and be in LISTEN; otherwise the attempt is refused.',
      zh: '“在客户端尝试与服务器连接之前，服务器必须首先绑定并侦听端口”；否则连接被拒绝。',
      notes: ['Wavehand', 'duplex'],
      source: 'RFC 9293 §3.10.7.1',
    },
    holds(['a RST, and ECONNREFUSED in the program', '回 RST，程序得到 ECONNREFUSED']),
  ),
  statement(
    'O2',
    {
      claim: 'The client sends SYN with seq = x and is then in SYN-SENT.',
      zh: '客户端发送 SYN，seq = x，进入 SYN-SENT。',
      notes: everyNote,
      source: 'RFC 9293 §3.5',
    },
    holds(),
  ),
  statement(
    'O3',
    {
      claim: 'The server answers one segment, SYN+ACK with seq = y and ack = x+1, and is then in SYN-RECEIVED.',
      zh: '服务器以一个报文段 SYN+ACK 应答，seq = y，ack = x+1，进入 SYN-RECEIVED。',
      notes: everyNote,
      source: 'RFC 9293 §3.5',
    },
    holds(),
  ),
  statement(
    'O4',
    {
      claim: 'The client answers ACK, seq = x+1 and ack = y+1; both ends are then ESTABLISHED.',
      zh: '客户端以 ACK 应答，seq = x+1，ack = y+1；此后双方都处于 ESTABLISHED。',
      notes: everyNote,
      source: 'RFC 9293 §3.5',
    },
    {
      arrived: holds(
        ['once that segment has arrived both are', '该报文段到达之后，双方都处于 ESTABLISHED'],
        'TCP-IP',
        'duplex',
        '2MSL',
      ),
      sent: refuted(
        [
          'until it arrives the client is ESTABLISHED and the server SYN-RECEIVED',
          '它到达之前，客户端是 ESTABLISHED，服务器是 SYN-RECEIVED',
        ],
        'Wavehand',
        'tcpdump',
      ),
      'queue-full': refuted([
        'while the accept queue is full the server stays SYN-RECEIVED',
        '全连接队列已满时，服务器停留在 SYN-RECEIVED',
      ]),
    },
  ),
  statement(
    'O5',
    {
      claim: 'x and y are random, and independent for each connection.',
      zh: 'x 和 y 是随机的，每个连接各自独立。',
      notes: ['TCP-IP', 'duplex'],
      source: 'RFC 9293 §3.4.1, RFC 6528',
    },
    {
      'other-pairs': holds(['between different pairs of endpoints', '在不同的端点对之间']),
      'same-pair': refuted([
        'between the same pair the ISN only advances with a clock, one tick every 64 ns',
        '同一对端点之间，ISN 只随时钟递增，每 64 ns 加 1',
      ]),
      'time-wait': refuted([
        'a pair that is taken out of TIME-WAIT begins at its old snd_nxt + 65537',
        '从 TIME-WAIT 中取出的端点对，从旧的 snd_nxt + 65537 开始',
      ]),
    },
  ),
  statement(
    'O6',
    {
      claim: 'A SYN consumes one sequence number though it carries no byte, so that ack = seq + 1 can acknowledge it.',
      zh: 'SYN 不携带字节，“但要消耗掉一个序号”，这样 ack = seq + 1 才能确认它。',
      notes: ['TCP-IP', 'duplex', '2MSL'],
      source: 'RFC 9293 §3.4',
    },
    holds(),
  ),
  statement(
    'O7',
    {
      claim: 'A SYN may not carry data.',
      zh: '“SYN=1的报文段不能携带数据”。',
      notes: ['TCP-IP', '2MSL'],
      source: 'RFC 9293 §3.5, §3.10.7.2; RFC 7413',
      since: 'Fast Open: clients since Linux 3.6, servers since 3.7',
      sinceZh: 'Fast Open：客户端自 Linux 3.6 起，服务器自 3.7 起',
    },
    {
      plain: refuted([
        'it opens the connection; without Fast Open the bytes are ignored, and only x+1 acknowledged',
        '它能建立连接；没有 Fast Open 时字节被忽略，只确认 x+1',
      ]),
      'fast-open': refuted(['with Fast Open they are acknowledged and delivered', '有 Fast Open 时字节得到确认并交付']),
    },
  ),
  statement(
    'O8',
    {
      claim: 'The third segment may carry data; without data it consumes no number.',
      zh: '第三次握手的“ACK报文段可以携带数据，不携带数据则不消耗序号”。',
      notes: ['TCP-IP'],
      source: 'RFC 9293 §3.4',
    },
    {
      data: holds(['its bytes are delivered', '其中的字节会交付']),
      bare: holds([
        'the first byte after a bare one has the same number',
        '不携带数据的 ACK 之后，第一个字节的序号与它相同',
      ]),
    },
  ),
  statement(
    'O9',
    {
      claim: 'Segments 1 and 2 set up one direction, 2 and 3 the other; after three, bytes flow both ways.',
      zh: '“步骤 1、2 建立一个方向的连接参数（序列号）”，“步骤 2、3 为另一个方向建立连接参数（序列号）”；“利用这些，建立了全双工通信”。',
      notes: ['duplex'],
      source: 'RFC 9293 §3.5',
    },
    holds(),
  ),
  statement(
    'O10',
    {
      claim: 'A lost SYN is sent again; the connection then opens as usual.',
      zh: 'SYN 丢失时会重传，“后来收到了确认，建立了连接”。',
      notes: ['tcpdump'],
      source: 'RFC 9293 §3.8, RFC 6298',
      since: 'the first repetitions a second apart since Linux 6.5 (tcp_syn_linear_timeouts)',
      sinceZh: '自 Linux 6.5 起最初几次重传各间隔一秒 (tcp_syn_linear_timeouts)',
    },
    holds(),
  ),
  statement(
    'O11',
    {
      claim:
        'An old duplicate SYN that arrives after its connection is gone makes the server answer SYN+ACK; the client answers RST, or ignores it, and the server infers from the silence.',
      zh: '旧的重复 SYN 在连接消失之后到达，服务器应答 SYN+ACK；客户端“就会直接发送 RST 控制消息中止这一次连接”，或者“不会理睬B的确认”，“B由于接收不到确认，就知道A并没有要求建立连接”。',
      notes: ['Wavehand', 'tcpdump', 'TCP-IP', '2MSL'],
      source: 'RFC 9293 §3.5, §3.5.1, §3.10.7.1',
    },
    {
      reset: holds(
        ['the client answers RST, and the server is back in LISTEN', '客户端应答 RST，服务器回到 LISTEN'],
        'TCP-IP',
      ),
      ignored: refuted(
        ['a RST at once: the server does not learn it from silence', '立即回 RST：服务器不是靠接收不到确认才知道的'],
        'Wavehand',
        'tcpdump',
        '2MSL',
      ),
    },
  ),
  statement(
    'O12',
    {
      claim: 'With only two steps the server would hold a connection that nobody uses.',
      zh: '若只有两次握手，服务器会保有一个无人使用的连接：“只要B发出确认，新的连接就建立了”，“B的资源就这样白白的浪费了”。',
      notes: ['Wavehand', 'tcpdump', 'TCP-IP', '2MSL'],
      source: 'RFC 9293 §3.5, RFC 7413',
      since: 'Fast Open: clients since Linux 3.6, servers since 3.7',
      sinceZh: 'Fast Open：客户端自 Linux 3.6 起，服务器自 3.7 起',
    },
    {
      'three-steps': holds([
        'with three it gives up in SYN-RECEIVED, and no program sees a connection',
        '三次握手时它放弃 SYN-RECEIVED，没有程序看到连接',
      ]),
      'two-steps': holds([
        'with Fast Open, which is two steps, an old SYN makes accept() return a connection that nobody uses',
        'Fast Open 相当于两次握手：旧的 SYN 使 accept() 返回一个无人使用的连接',
      ]),
    },
  ),
  statement(
    'O13',
    { claim: 'Both ends may open at once.', zh: '双方可以同时打开。', notes: [], source: 'RFC 9293 §3.5, figure 7' },
    holds(['SYN-SENT, SYN-RECEIVED, ESTABLISHED on both', '双方都是 SYN-SENT、SYN-RECEIVED、ESTABLISHED']),
  ),
  statement(
    'O14',
    {
      claim:
        'The server sets resources aside at the second step: a flood of SYNs from addresses that never answer fills the half-open queue, and honest SYNs are dropped.',
      zh: '“服务器端的资源分配是在二次握手时分配的”：来自从不应答的地址的 SYN 洪泛占满半连接队列，“导致正常的SYN请求因为队列满而被丢弃”。',
      notes: ['TCP-IP'],
      source: 'RFC 4987',
      since: 'the queue holds one more than the backlog since commit 3479c7549fb1 (January 2025)',
      sinceZh: '自提交 3479c7549fb1（2025 年 1 月）起队列容纳的连接比 backlog 多一个',
    },
    {
      'without-cookies': holds(['without SYN cookies', '没有 SYN cookie 时']),
      cookies: refuted([
        'with SYN cookies nothing is set aside for the honest client, whose ACK brings the cookie back: from LISTEN to ESTABLISHED',
        '有 SYN cookie 时不为正常的客户端预留资源，它的 ACK 会带回 cookie：从 LISTEN 到 ESTABLISHED',
      ]),
    },
  ),
  statement(
    'O15',
    {
      claim: 'Such a flood can be recognised with netstat: many half-open connections from unrelated addresses.',
      zh: '可以用 netstat 识别这种攻击：“当你在服务器上看到大量的半连接状态时，特别是源IP地址是随机的，基本上可以断定这是一次SYN攻击”。',
      notes: ['TCP-IP'],
      source: 'RFC 4987',
    },
    holds(),
  ),
  statement(
    'O16',
    {
      claim: 'An unanswered SYN+ACK is repeated until a limit, then the half-open connection is dropped.',
      zh: '无人应答的 SYN+ACK “需要不断重发直至超时”，然后该半连接被丢弃。',
      notes: ['TCP-IP'],
      source: 'RFC 6298',
    },
    holds(['tcp_synack_retries', 'tcp_synack_retries']),
  ),
  statement(
    'O17',
    {
      claim: 'tcpdump on loopback shows the opening as [S], [S.], [.] with ack = seq+1.',
      zh: '在环回接口上，tcpdump 把建立连接的过程显示为 [S]、[S.]、[.]，ack = seq+1。',
      notes: ['tcpdump'],
      source: '',
    },
    holds(["over IPv6, as in the note's own capture, and over IPv4", '走 IPv6（如笔记自己的抓包）和走 IPv4 都是如此']),
  ),
  statement(
    'O18',
    {
      claim: 'A client in SYN-SENT checks the acknowledgment: an old one draws RST, and its own SYN then succeeds.',
      zh: '处于 SYN-SENT 的客户端“检查ack number是否正确”：旧的确认号引来 RST，它自己的 SYN 随后成功。',
      notes: ['TCP-IP'],
      source: 'RFC 9293 §3.5 figure 8, §3.10.7.3',
    },
    holds(),
  ),
  statement(
    'O19',
    {
      claim: 'The client sets resources aside only after the three steps.',
      zh: '“客户端的资源是在完成三次握手时分配的”。',
      notes: ['TCP-IP'],
      source: '',
    },
    refuted([
      'in SYN-SENT it already has a full socket: the table shows it with its inode, and its port is taken',
      '在 SYN-SENT 时它就已有完整的套接字：套接字表中有它的 inode，端口也已占用',
    ]),
  ),
  statement(
    'O20',
    {
      claim: 'A SYN+ACK may not carry data.',
      zh: 'SYN+ACK 不能携带数据：“第一次、第二次握手不可以携带数据”。',
      notes: ['TCP-IP'],
      source: 'RFC 9293 §3.5, §3.10.7.3; RFC 7413',
    },
    {
      plain: refuted([
        'it opens the connection; the client ignores the bytes, and acknowledges only y+1',
        '它能建立连接；客户端忽略这些字节，只确认 y+1',
      ]),
      'fast-open': refuted([
        'a client that opens with Fast Open acknowledges and delivers them',
        '用 Fast Open 建立连接的客户端确认并交付这些字节',
      ]),
    },
  ),
  statement(
    'O21',
    {
      claim:
        'The handshake also agrees on windows and options (MSS, window scale, SACK, timestamps): each is used only if both ends offer it.',
      zh: '握手还要对窗口和选项（MSS、窗口扩大、SACK、时间戳）“达成共识”：只有双方都提出的才使用。',
      notes: ['tcpdump', 'TCP-IP'],
      source: 'RFC 9293 §3.2, RFC 7323, RFC 2018',
    },
    {
      mss: refuted([
        'the MSS is not negotiated: each end keeps to what the other announced',
        'MSS 并不协商：各端遵守对方所说的',
      ]),
      'window-scale': holds(['window scale: only if both offer it', '窗口扩大：双方都提出时才使用']),
      sack: holds(['SACK: only if both offer it', 'SACK：双方都提出时才使用']),
      timestamps: holds(['timestamps: only if both offer it', '时间戳：双方都提出时才使用']),
    },
  ),
]
