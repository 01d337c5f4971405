import { holds, type Statement, statement } from '../statement.ts'

/** What is asked most about sockets. It is in none of the notes. */
export const questions: readonly Statement[] = [
  statement(
    'Q1',
    {
      claim:
        'What do SO_REUSEADDR and SO_REUSEPORT each allow, with a listener, a TIME-WAIT and another user in the way?',
      notes: [],
      source: 'socket(7)',
      since: 'SO_REUSEPORT since Linux 3.9',
    },
    {
      listener: holds('neither lets anybody past a listener that has not said SO_REUSEPORT too'),
      reuseport: holds('where both say SO_REUSEPORT both listen'),
      'other-user': holds('while it listens, SO_REUSEPORT of another user is refused'),
      'time-wait': holds(
        'a listener passes a TIME-WAIT by the option that the one before had said too, SO_REUSEADDR or SO_REUSEPORT',
      ),
      both: holds('where that one had said none, no option helps'),
    },
  ),
  statement(
    'Q2',
    {
      claim: 'Does TCP have a keep-alive; what notices a peer that vanished, and when?',
      notes: [],
      source: 'RFC 9293 §3.8.4, RFC 5482, tcp(7)',
      since: 'TCP_USER_TIMEOUT since Linux 2.6.37',
    },
    {
      none: holds('none by default: an idle connection to a peer that vanished stays ESTABLISHED'),
      keepalive: holds(
        'SO_KEEPALIVE: TCP_KEEPIDLE of silence (7200 s by default), then TCP_KEEPCNT probes, TCP_KEEPINTVL apart',
      ),
      'user-timeout': holds(
        'TCP_USER_TIMEOUT: so long bytes are sent again in vain; without it the time that tcp_retries2 stands for',
      ),
    },
  ),
  statement(
    'Q3',
    {
      claim: 'What are Nagle, TCP_NODELAY and TCP_CORK, and where do the 40 ms with delayed ACKs come from?',
      notes: [],
      source: 'RFC 9293 §3.7.4, §3.8.6.3; RFC 896; tcp(7)',
    },
    {
      nagle: holds('a small segment waits while another small one is not acknowledged (by the RFC while anything is)'),
      'delayed-ack': holds(
        'an ACK that has nothing to ride on waits at least 40 ms, at most 200 (less than 500 by the RFC)',
      ),
      nodelay: holds('TCP_NODELAY: what is written leaves'),
      cork: holds('TCP_CORK: what is written goes in one segment when it is pulled (or, by tcp(7), after 200 ms)'),
    },
  ),
  statement(
    'Q4',
    {
      claim: 'Why does the first write to a closed peer succeed and the second fail?',
      notes: [],
      source: 'RFC 9293 §3.6, §3.6.1; RFC 1122 §4.2.2.13',
    },
    {
      first: holds(
        'a write only hands bytes to the kernel, and to a kernel that has had a FIN the peer may still be reading',
      ),
      second: holds(
        'nobody can read the bytes any more, and they draw RST, which closes the socket: EPIPE, and SIGPIPE',
      ),
    },
  ),
  statement(
    'Q5',
    { claim: 'What sends "connection reset by peer"?', notes: [], source: 'RFC 9293 §3.5.2, §3.10.7; RFC 5961 §3' },
    {
      unread: holds('a close() with bytes unread'),
      aborted: holds('an abort: close() with SO_LINGER 0'),
      killed: holds('a program that is killed with bytes unread'),
      unknown: holds('a kernel that knows of no such connection: its host was started again, or its own RST was lost'),
      'queue-full': holds('a full accept queue, only with tcp_abort_on_overflow = 1'),
      forged: holds(
        'anybody who hits the very next number: on the way one reads it, elsewhere one guesses; one in the window draws a challenge ACK',
      ),
    },
  ),
  statement(
    'Q6',
    {
      claim: "What does listen()'s backlog bound, and who cuts it?",
      notes: [],
      source: 'listen(2)',
      since: 'somaxconn is 4096 since Linux 5.4',
    },
    {
      'accept-queue': holds('the connections that wait for accept(): one more than it says'),
      somaxconn: holds('net.core.somaxconn cuts it, and nobody says so: 4096 since Linux 5.4, 128 before'),
    },
  ),
]
