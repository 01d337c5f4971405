import { holds, refuted, type Statement, statement } from '../statement.ts'

/** What is below TCP and above it. */
export const layers: readonly Statement[] = [
  statement(
    'L1',
    {
      claim: 'On the way down every layer adds its header, on the way up each takes it off: Ethernet, IP, TCP, HTTP.',
      zh: '“发送端在层与层之间传输数据时，每经过一层时必定会被打上一个该层所属的首部信息。反之，接收端在层与层传输数据时，每经过一层时会把对应的首部消去”：以太网、IP、TCP、HTTP。',
      notes: ['TCP-IP'],
      source: 'RFC 1122 §1.1.3',
    },
    holds(),
  ),
  statement(
    'L2',
    {
      claim: 'The IP header carries source and destination, so the answer finds its way back.',
      zh: 'IP 首部写有源地址和目的地址，“使得服务器回应数据块返回源主机”。',
      notes: ['TCP-IP'],
      source: 'RFC 791',
    },
    holds(),
  ),
  statement(
    'L3',
    {
      claim: 'Before the first packet on a link ARP finds the MAC that belongs to an IP address.',
      zh: '链路上的第一个分组发出之前，由 ARP 查出 IP 地址对应的 MAC 地址：“ARP 是一种用以解析地址的协议”。',
      notes: ['TCP-IP'],
      source: 'RFC 826',
    },
    holds(),
  ),
  statement(
    'L4',
    {
      claim: 'Through a router the IP addresses stay, the MACs change at each hop (ARP at each), the TTL drops.',
      zh: '经过路由器时 IP 地址不变，每一跳的 MAC 地址都改变（每一跳都有 ARP），TTL 减小：“会利用下一站中转设备的 MAC 地址来搜索下一个中转目标”。',
      notes: ['TCP-IP'],
      source: 'RFC 1812',
    },
    holds(),
  ),
  statement(
    'L5',
    {
      claim: 'IP alone does not promise delivery; losses are reported by ICMP at best.',
      zh: '单凭 IP“并不提供任何可靠性保证”；丢失至多由 ICMP 报告，它用来“与其他主机或路由器交换错误报文”。',
      notes: ['TCP-IP'],
      source: 'RFC 792',
    },
    holds(),
  ),
  statement(
    'L6',
    {
      claim: 'A name is looked up by DNS over UDP before a TCP connection is made.',
      zh: '建立 TCP 连接之前先由 DNS 查询域名，“DNS 使用 UDP 来进行数据的传输”。',
      notes: ['TCP-IP'],
      source: 'RFC 1035',
    },
    holds(),
  ),
  statement(
    'L7',
    {
      claim: 'A web request is DNS, then the handshake, then HTTP in TCP segments, then the close.',
      zh: '一次 Web 请求依次是：DNS，握手，TCP 报文段中的 HTTP，关闭。',
      notes: ['TCP-IP'],
      source: 'RFC 9112',
    },
    holds(),
  ),
  statement(
    'L8',
    {
      claim: 'The IP layer adds the MAC addresses.',
      zh: '“在网络层（IP 协议），增加作为通信目的地的 MAC 地址”。',
      notes: ['TCP-IP'],
      source: 'RFC 1122 §2.1',
    },
    refuted([
      'the link layer does: TCP over a link without Ethernet has none',
      '是链路层加上的：在不是以太网的链路上，TCP 没有 MAC 地址',
    ]),
  ),
  statement(
    'L9',
    {
      claim:
        'A host takes only frames for its MAC and packets for its IP, and a router picks the longest matching route.',
      zh: '“链路层判断数据是不是给自己的”，网络层“判断网络的 IP 地址是不是自己”；路由器选取最长匹配的路由。',
      notes: ['TCP-IP'],
      source: 'RFC 1122 §3.2.1.3, §3.3.1; RFC 1812 §5.2.4.3',
    },
    {
      mac: holds(["a frame for another's MAC is not taken", '发给别人 MAC 地址的帧不接收']),
      ip: holds(["a packet for another's IP is not taken", '发给别人 IP 地址的分组不接收']),
      route: holds(['of two routes that match, the longer one is taken', '两条匹配的路由中选取较长的一条']),
    },
  ),
  statement(
    'L10',
    {
      claim: 'UDP keeps the boundaries of its datagrams, TCP keeps none.',
      zh: 'UDP 保持数据报的边界：“一个数据报是指从发送方传输到接收方的一个信息单元”；TCP 提供“字节流服务”，不保持任何边界。',
      notes: ['TCP-IP'],
      source: 'RFC 768, RFC 9293 §2.2, §3.7',
    },
    {
      udp: holds(['each recv() returns one datagram', '每次 recv() 返回一个数据报']),
      tcp: holds(['one recv() returns what several write()s sent', '一次 recv() 返回多次 write() 发送的内容']),
    },
  ),
  statement(
    'L11',
    {
      claim: 'The hosts file is asked before DNS; an address can be turned back into a name.',
      zh: '先“去本地的 host 文件里看有没有配置，没有配置的话，会发起一个 DNS 的请求”；也可以“逆向从ip地址查找域名服务”。',
      notes: ['TCP-IP'],
      source: 'nsswitch.conf(5), RFC 1035 §3.5',
    },
    {
      hosts: holds(['for a name in the hosts file nothing is asked over UDP', 'hosts 文件中的域名不会通过 UDP 查询']),
      reverse: holds(['by a PTR record', '通过 PTR 记录']),
    },
  ),
  statement(
    'L12',
    {
      claim: 'A MAC address hardly ever changes. IGMP carries group membership.',
      zh: '“MAC 地址基本上不会更改”。IGMP 传送组成员关系：“IGMP是Internet组管理协议”。',
      notes: ['TCP-IP'],
      source: 'RFC 3376',
    },
    {
      mac: refuted(['one command changes it', '一条命令就能更改']),
      igmp: holds(['a join is seen on the wire', '加入组的报告在线路上可以看到']),
    },
  ),
]
