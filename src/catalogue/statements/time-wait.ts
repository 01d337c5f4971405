import { everyNote, holds, refuted, type Statement, statement } from '../statement.ts'

/** What TIME-WAIT is for. */
export const timeWait: readonly Statement[] = [
  statement(
    'T1',
    {
      claim: 'The active end stays in TIME-WAIT for 2 MSL, then is CLOSED.',
      notes: everyNote,
      source: 'RFC 9293 §3.6.1',
    },
    holds(),
  ),
  statement(
    'T2',
    { claim: 'MSL is 2 minutes, so 2 MSL is 4 minutes.', notes: ['tcpdump'], source: 'RFC 9293 §3.4.2' },
    refuted('60 s, fixed in the kernel (TCP_TIMEWAIT_LEN)'),
  ),
  statement(
    'T3',
    { claim: 'Implementations may choose a smaller MSL.', notes: ['tcpdump', '2MSL'], source: 'RFC 9293 §3.4.2' },
    holds(),
  ),
  statement(
    'T4',
    {
      claim:
        'If the last ACK is lost the passive end sends its FIN again; TIME-WAIT answers with the ACK again and starts its clock again.',
      notes: ['2MSL'],
      source: 'RFC 9293 §3.10.7.4',
    },
    holds(),
  ),
  statement(
    'T5',
    {
      claim: 'Without TIME-WAIT a lost last ACK would keep the passive end from closing normally.',
      notes: ['2MSL'],
      source: 'RFC 9293 §3.6.1',
    },
    holds('its FIN sent again draws RST: a server that still holds its socket finds ECONNRESET on it (SO_ERROR)'),
  ),
  statement(
    'T6',
    {
      claim: 'While in TIME-WAIT the pair of endpoints cannot be used again.',
      notes: ['2MSL'],
      source: 'RFC 9293 §3.6.1, RFC 1122 §4.2.2.13, RFC 6191',
    },
    {
      'client-plain': holds('the end that connects is the one in TIME-WAIT, timestamps off: EADDRNOTAVAIL'),
      'client-timestamps': refuted('timestamps on, a client bound to the port: connected at once'),
      'server-number': refuted('the server is in TIME-WAIT, timestamps off: a SYN with a higher number opens'),
      'server-timestamp': refuted('the server is in TIME-WAIT: a SYN with a lower number and a newer timestamp opens'),
      bind: holds('a listener that sets neither SO_REUSEADDR nor SO_REUSEPORT cannot bind'),
      ephemeral: holds('an ephemeral port is not given out with tcp_tw_reuse = 0'),
      'tcp-tw-reuse': refuted('with tcp_tw_reuse = 1 it is, two seconds later here (the kernel asks for one)'),
    },
  ),
  statement(
    'T7',
    {
      claim: 'TIME-WAIT keeps an old segment out of a later connection between the same pair.',
      notes: ['TCP-IP', '2MSL'],
      source: 'RFC 1337 §2.2, RFC 5961 §5.2',
    },
    {
      'with-time-wait': holds(
        'where there was TIME-WAIT its bytes are not delivered: the pair gets no connection that they fit',
      ),
      'without-time-wait': holds(
        'where there was none they are, when their number and what they acknowledge fit the later connection',
      ),
    },
  ),
  statement(
    'T8',
    { claim: 'A RST that reaches TIME-WAIT ends it early (assassination).', notes: [], source: 'RFC 1337' },
    {
      'rfc1337-0': holds('with tcp_rfc1337 = 0, the default'),
      'rfc1337-1': refuted('not with tcp_rfc1337 = 1'),
    },
  ),
  statement(
    'T9',
    {
      claim: "The TTL limits a segment's time in the net; segments older than MSL are discarded.",
      notes: ['tcpdump', '2MSL'],
      source: 'RFC 791 §3.2, RFC 8200 §8.2, RFC 7323 §5',
    },
    {
      hops: refuted('TTL counts hops: a segment that was held comes with the TTL of one that was not'),
      held: refuted('without timestamps one held for longer than MSL is taken if its numbers fit'),
      paws: holds('with timestamps PAWS refuses it, once a later one has come'),
    },
  ),
  statement(
    'T10',
    {
      claim: 'TIME-WAIT keeps old SYNs out.',
      notes: ['2MSL'],
      source: 'RFC 9293 §3.10.7.4, RFC 1122 §4.2.2.13, RFC 6191',
    },
    {
      older: holds('one with an older timestamp is answered with an ACK, whatever its number'),
      newer: refuted(
        'one with a newer timestamp opens a connection, and so does one with a higher number that has no timestamp',
      ),
    },
  ),
]
