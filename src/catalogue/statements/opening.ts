import { everyNote, holds, refuted, type Statement, statement } from '../statement.ts'

/** How a connection opens. */
export const opening: readonly Statement[] = [
  statement(
    'O1',
    {
      claim: 'Before any client can connect a server must have bound and be in LISTEN; else the attempt is refused.',
      notes: ['Wavehand', 'duplex'],
      source: 'RFC 9293 §3.10.7.1',
    },
    holds('RST, and ECONNREFUSED in the program'),
  ),
  statement(
    'O2',
    {
      claim: 'The client sends SYN with seq = x and is then in SYN-SENT.',
      notes: everyNote,
      source: 'RFC 9293 §3.5',
    },
    holds(),
  ),
  statement(
    'O3',
    {
      claim: 'The server answers one segment, SYN+ACK with seq = y and ack = x+1, and is then in SYN-RECEIVED.',
      notes: everyNote,
      source: 'RFC 9293 §3.5',
    },
    holds(),
  ),
  statement(
    'O4',
    {
      claim: 'The client answers ACK, seq = x+1 and ack = y+1; both ends are then ESTABLISHED.',
      notes: everyNote,
      source: 'RFC 9293 §3.5',
    },
    {
      arrived: holds('once that segment has arrived both are', 'TCP-IP', 'duplex', '2MSL'),
      sent: refuted('until it arrives the client is ESTABLISHED and the server SYN-RECEIVED', 'Wavehand', 'tcpdump'),
      'queue-full': refuted('while the accept queue is full the server stays SYN-RECEIVED'),
    },
  ),
  statement(
    'O5',
    {
      claim: 'x and y are random, and independent for each connection.',
      notes: ['TCP-IP', 'duplex'],
      source: 'RFC 9293 §3.4.1, RFC 6528',
    },
    {
      'other-pairs': holds('between different pairs of endpoints'),
      'same-pair': refuted('between the same pair the ISN only advances with a clock, one step every 64 ns'),
      'time-wait': refuted('a pair that is taken out of TIME-WAIT begins at its old snd_nxt + 65537'),
    },
  ),
  statement(
    'O6',
    {
      claim: 'A SYN consumes one sequence number though it carries no byte, so that ack = seq + 1 can acknowledge it.',
      notes: ['TCP-IP', 'duplex', '2MSL'],
      source: 'RFC 9293 §3.4',
    },
    holds(),
  ),
  statement(
    'O7',
    {
      claim: 'A SYN may not carry data.',
      notes: ['TCP-IP', '2MSL'],
      source: 'RFC 9293 §3.5, §3.10.7.2; RFC 7413',
      since: 'Fast Open: clients since Linux 3.6, servers since 3.7',
    },
    {
      plain: refuted('it opens the connection; without Fast Open the bytes are ignored, and only x+1 acknowledged'),
      'fast-open': refuted('with Fast Open they are acknowledged and delivered'),
    },
  ),
  statement(
    'O8',
    {
      claim: 'The third segment may carry data; without data it consumes no number.',
      notes: ['TCP-IP'],
      source: 'RFC 9293 §3.4',
    },
    { data: holds('its bytes are delivered'), bare: holds('the first byte after a bare one has the same number') },
  ),
  statement(
    'O9',
    {
      claim: 'Segments 1 and 2 set up one direction, 2 and 3 the other; after three, bytes flow both ways.',
      notes: ['duplex'],
      source: 'RFC 9293 §3.5',
    },
    holds(),
  ),
  statement(
    'O10',
    {
      claim: 'A lost SYN is sent again; the connection then opens as usual.',
      notes: ['tcpdump'],
      source: 'RFC 9293 §3.8, RFC 6298',
      since: 'the first repetitions a second apart since Linux 6.5 (tcp_syn_linear_timeouts)',
    },
    holds(),
  ),
  statement(
    'O11',
    {
      claim:
        'An old duplicate SYN that comes after its connection is gone makes the server answer SYN+ACK; the client answers RST, or ignores it so that the server infers from silence.',
      notes: ['Wavehand', 'tcpdump', 'TCP-IP', '2MSL'],
      source: 'RFC 9293 §3.5, §3.5.1, §3.10.7.1',
    },
    {
      reset: holds('the client answers RST, and the server is back in LISTEN', 'TCP-IP'),
      ignored: refuted('RST at once: the server learns it by no silence', 'Wavehand', 'tcpdump', '2MSL'),
    },
  ),
  statement(
    'O12',
    {
      claim: 'With only two steps the server would hold a connection that nobody uses.',
      notes: ['Wavehand', 'tcpdump', 'TCP-IP', '2MSL'],
      source: 'RFC 9293 §3.5, RFC 7413',
      since: 'Fast Open: clients since Linux 3.6, servers since 3.7',
    },
    {
      'three-steps': holds('with three it gives up SYN-RECEIVED, and no program sees a connection'),
      'two-steps': holds(
        'with Fast Open, which is two steps, an old SYN makes accept() return a connection that nobody uses',
      ),
    },
  ),
  statement(
    'O13',
    { claim: 'Both ends may open at once.', notes: [], source: 'RFC 9293 §3.5, figure 7' },
    holds('SYN-SENT, SYN-RECEIVED, ESTABLISHED on both'),
  ),
  statement(
    'O14',
    {
      claim:
        'The server sets resources aside at the second step: a flood of SYNs from addresses that never answer fills the half-open queue, and honest SYNs are dropped.',
      notes: ['TCP-IP'],
      source: 'RFC 4987',
      since: 'the queue holds one more than the backlog since commit 3479c7549fb1 (January 2025)',
    },
    {
      'without-cookies': holds('without SYN cookies'),
      cookies: refuted(
        'with SYN cookies nothing is set aside for the honest client, whose ACK brings the cookie back: LISTEN to ESTABLISHED',
      ),
    },
  ),
  statement(
    'O15',
    {
      claim: 'Such a flood can be recognised with netstat: many half-open connections from unrelated addresses.',
      notes: ['TCP-IP'],
      source: 'RFC 4987',
    },
    holds(),
  ),
  statement(
    'O16',
    {
      claim: 'An unanswered SYN+ACK is repeated until a limit, then the half-open connection is dropped.',
      notes: ['TCP-IP'],
      source: 'RFC 6298',
    },
    holds('tcp_synack_retries'),
  ),
  statement(
    'O17',
    {
      claim: 'tcpdump on loopback shows the opening as [S], [S.], [.] with ack = seq+1.',
      notes: ['tcpdump'],
      source: '',
    },
    holds("over IPv6, as in the note's own capture, and over IPv4"),
  ),
  statement(
    'O18',
    {
      claim: 'A client in SYN-SENT checks the acknowledgment: an old one draws RST, and its own SYN then succeeds.',
      notes: ['TCP-IP'],
      source: 'RFC 9293 §3.5 figure 8, §3.10.7.3',
    },
    holds(),
  ),
  statement(
    'O19',
    { claim: 'The client sets resources aside only after the three steps.', notes: ['TCP-IP'], source: '' },
    refuted('in SYN-SENT it has a full socket already: the table shows it with its inode, and its port is taken'),
  ),
  statement(
    'O20',
    { claim: 'A SYN+ACK may not carry data.', notes: ['TCP-IP'], source: 'RFC 9293 §3.5, §3.10.7.3; RFC 7413' },
    {
      plain: refuted('it opens the connection; the client ignores the bytes, and acknowledges only y+1'),
      'fast-open': refuted('a client that opens with Fast Open acknowledges and delivers them'),
    },
  ),
  statement(
    'O21',
    {
      claim:
        'The handshake also agrees on windows and options (MSS, window scale, SACK, timestamps): each is used only if both ends said it.',
      notes: ['tcpdump', 'TCP-IP'],
      source: 'RFC 9293 §3.2, RFC 7323, RFC 2018',
    },
    {
      mss: refuted('of the MSS nothing is agreed: each end keeps to what the other said'),
      'window-scale': holds('window scale: only if both said it'),
      sack: holds('SACK: only if both said it'),
      timestamps: holds('timestamps: only if both said it'),
    },
  ),
]
