import { holds, refuted, type Statement, statement } from '../statement.ts'

/** How bytes are carried. */
export const data: readonly Statement[] = [
  statement(
    'D1',
    {
      claim: 'Bytes are numbered; ack = seq + len is the next byte expected.',
      notes: ['TCP-IP', 'duplex'],
      source: 'RFC 9293 §3.4',
    },
    holds(),
  ),
  statement('D2', { claim: 'In seq a:b the last byte used is b-1.', notes: ['tcpdump'], source: '' }, holds()),
  statement(
    'D3',
    {
      claim: "The application's block is cut into segments no longer than the MSS and put together again in order.",
      notes: ['TCP-IP'],
      source: 'RFC 9293 §3.7.1',
    },
    holds(),
  ),
  statement('D4', { claim: 'What is not acknowledged is sent again.', notes: ['TCP-IP'], source: 'RFC 6298' }, holds()),
  statement(
    'D5',
    { claim: 'A segment that arrives twice is delivered once.', notes: ['TCP-IP'], source: 'RFC 9293 §3.10.7.4' },
    holds(),
  ),
  statement(
    'D6',
    {
      claim: 'Segments that arrive out of order are kept and delivered in order.',
      notes: ['TCP-IP'],
      source: 'RFC 9293 §3.10.7.4',
    },
    holds(),
  ),
  statement(
    'D7',
    {
      claim: 'Pull the cable, put it back: the transfer goes on where it was.',
      notes: ['TCP-IP'],
      source: 'RFC 1122 §4.2.3.5',
    },
    {
      'in-time': holds('within the time that tcp_retries2 stands for, 924.6 s by default'),
      'too-late': refuted('at the first timeout after it the connection is given up: ETIMEDOUT'),
    },
  ),
  statement(
    'D8',
    {
      claim: 'TCP adapts to congestion: it slows down when the net is crowded and speeds up when it is free.',
      notes: ['TCP-IP'],
      source: 'RFC 5681, RFC 9438',
      since: 'CUBIC is the default since Linux 2.6.19',
    },
    {
      crowded: holds('on a line made narrow the sending rate falls'),
      free: holds('on the line made wide again it rises'),
    },
  ),
  statement(
    'D9',
    {
      claim: 'The window is used for flow control: a reader that does not read stops the sender.',
      notes: ['TCP-IP'],
      source: 'RFC 9293 §3.8.6',
    },
    holds(),
  ),
  statement(
    'D10',
    {
      claim: 'UDP promises nothing: under the same loss TCP delivers all and UDP does not.',
      notes: ['TCP-IP'],
      source: 'RFC 768',
    },
    holds(),
  ),
  statement(
    'D11',
    { claim: 'Each packet is numbered and confirmed.', notes: ['TCP-IP'], source: 'RFC 9293 §3.4' },
    refuted('bytes are numbered, one ACK confirms several segments, and what is sent again may be cut otherwise'),
  ),
]
