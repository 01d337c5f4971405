import { everyNote, holds, refuted, type Statement, statement } from '../statement.ts'

/** How a connection closes. */
export const closing: readonly Statement[] = [
  statement(
    'C1',
    {
      claim: 'Either end may close first; the first to close is the active one.',
      notes: ['Wavehand', 'tcpdump', 'TCP-IP'],
      source: 'RFC 9293 §3.6',
    },
    holds(),
  ),
  statement(
    'C2',
    {
      claim: 'The active end sends FIN, seq = u, the number after its last byte, and is in FIN-WAIT-1.',
      notes: everyNote,
      source: 'RFC 9293 §3.6',
    },
    holds(),
  ),
  statement(
    'C3',
    {
      claim: 'The passive end answers ack = u+1 and is in CLOSE-WAIT: on receiving the FIN, or on sending its own.',
      notes: everyNote,
      source: 'RFC 9293 §3.6',
    },
    {
      'on-receiving': holds('on receiving the FIN', 'tcpdump', 'TCP-IP', '2MSL'),
      'on-sending': refuted('on sending its own it leaves CLOSE-WAIT, for LAST-ACK', 'Wavehand'),
    },
  ),
  statement(
    'C4',
    {
      claim: 'On that ACK the active end is in FIN-WAIT-2.',
      notes: ['Wavehand', 'tcpdump', 'TCP-IP'],
      source: 'RFC 9293 §3.6',
    },
    holds(),
  ),
  statement(
    'C5',
    {
      claim: 'The passive end may still send, and the active end must still receive (half-close); this may last.',
      notes: everyNote,
      source: 'RFC 9293 §3.6',
    },
    holds(),
  ),
  statement(
    'C6',
    {
      claim: "The passive end's own FIN, seq = w with ack = u+1 repeated (or ack = u), puts it in LAST-ACK.",
      notes: ['tcpdump', 'TCP-IP', 'duplex', '2MSL'],
      source: 'RFC 9293 §3.6',
    },
    {
      'ack-u+1': holds('ack = u+1', 'tcpdump', 'duplex', '2MSL'),
      'ack-u': refuted('never ack = u, as one of its two lists has it: the FIN has a number', 'TCP-IP'),
    },
  ),
  statement(
    'C7',
    {
      claim: 'The active end answers ack = w+1, seq = u+1 (or ack = w, seq = u), and is in TIME-WAIT.',
      notes: everyNote,
      source: 'RFC 9293 §3.6',
    },
    {
      'plus-one': holds('ack = w+1, seq = u+1', 'Wavehand', 'tcpdump', 'duplex', '2MSL'),
      'as-they-were': refuted('never ack = w, seq = u, as one of its two lists has it', 'TCP-IP'),
    },
  ),
  statement(
    'C8',
    { claim: 'On that ACK the passive end is CLOSED.', notes: everyNote, source: 'RFC 9293 §3.6' },
    holds(),
  ),
  statement(
    'C9',
    {
      claim: 'A FIN consumes one sequence number even without data.',
      notes: ['tcpdump'],
      source: 'RFC 9293 §3.4',
    },
    holds(),
  ),
  statement(
    'C10',
    {
      claim: 'Closing always takes four segments; the second and third cannot be merged.',
      notes: ['Wavehand', 'TCP-IP', 'duplex', '2MSL'],
      source: 'RFC 9293 figure 5 note 2, §3.10.7.4',
    },
    refuted('when the passive end closes before its ACK leaves, FIN+ACK go in one, and three segments do'),
  ),
  statement(
    'C11',
    {
      claim: 'The ACK of the FIN also says that the passive end has no more data.',
      notes: ['Wavehand'],
      source: 'RFC 9293 §3.6',
    },
    refuted('data that is sent after that ACK still arrives'),
  ),
  statement(
    'C12',
    {
      claim: 'Both ends close at once: the FINs cross, both are in CLOSING, then both in TIME-WAIT.',
      notes: ['Wavehand'],
      source: 'RFC 9293 §3.6 case 3',
    },
    holds(),
  ),
  statement(
    'C13',
    {
      claim: 'close() with bytes still in the send buffer: TCP sends them all before its FIN.',
      notes: ['tcpdump'],
      source: 'RFC 9293 §3.6, RFC 1122 §4.2.2.13',
    },
    {
      shutdown: holds('after shutdown(), which keeps the socket'),
      close: holds('after close(), while the peer goes on acknowledging and reading'),
      'never-read': refuted(
        'a peer that never reads: the orphan is dropped with bytes and FIN unsent, though its probes are answered',
      ),
      unread: refuted('with unread bytes in its own receive buffer the end sends RST at once'),
      linger: refuted('with SO_LINGER 0 the end sends RST at once'),
    },
  ),
  statement(
    'C14',
    {
      claim: 'recv() returning 0 means that the peer has closed its sending side.',
      notes: ['tcpdump'],
      source: '',
    },
    holds(),
  ),
  statement(
    'C15',
    {
      claim: 'If the passive end never calls close() it stays in CLOSE-WAIT, and the active end in FIN-WAIT-2.',
      notes: ['tcpdump'],
      source: 'RFC 9293 §3.6',
    },
    {
      shutdown: holds('after shutdown(), for ever'),
      close: refuted('after close() Linux drops the orphan in FIN-WAIT-2 after tcp_fin_timeout; CLOSE-WAIT stays'),
    },
  ),
  statement(
    'C16',
    {
      claim: 'A program ended by Ctrl+C leaves its connections to the kernel, which closes them properly.',
      notes: ['tcpdump'],
      source: '',
    },
    {
      signals: holds('after SIGINT, SIGTERM and SIGKILL'),
      unread: refuted('with unread input it is RST'),
      'host-lost': refuted('of a host that is lost or cut off nothing arrives, and the peer stays ESTABLISHED'),
    },
  ),
  statement(
    'C17',
    {
      claim: 'An unacknowledged FIN is sent again, until a limit.',
      notes: ['duplex', '2MSL'],
      source: 'RFC 6298',
    },
    holds('tcp_orphan_retries after close(), tcp_retries2 where the program keeps its socket'),
  ),
  statement(
    'C18',
    {
      claim: 'tcpdump on loopback shows the close as [F.], [.], [F.], [.] with the same arithmetic.',
      notes: ['tcpdump'],
      source: '',
    },
    holds(),
  ),
  statement(
    'C19',
    { claim: 'The passive end does not pass through TIME-WAIT.', notes: ['TCP-IP'], source: 'RFC 9293 §3.6' },
    holds(),
  ),
  statement(
    'C20',
    {
      claim: 'After its FIN an end can send no more.',
      notes: ['tcpdump', 'TCP-IP'],
      source: 'RFC 9293 §3.6',
    },
    holds('EPIPE'),
  ),
  statement(
    'C21',
    { claim: 'Any close() starts the close.', notes: ['TCP-IP'], source: '' },
    {
      duplicate: refuted('not while a duplicate of the descriptor is open, by dup() or in a child'),
      shutdown: refuted('shutdown() does, whatever duplicates there are'),
    },
  ),
  statement(
    'C22',
    {
      claim: 'Two MSL of silence prove to the active end that the other has closed.',
      notes: ['Wavehand'],
      source: 'RFC 9293 §3.6',
    },
    refuted("when the other's FINs are lost TIME-WAIT ends, and the other is still in LAST-ACK"),
  ),
]
