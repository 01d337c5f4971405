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
    },
    holds('to be measured'),
  ),
  statement(
    'Q2',
    {
      claim: 'Does TCP have a keep-alive; what notices a peer that vanished, and when?',
      notes: [],
      source: 'RFC 9293 §3.8.4, RFC 5482, tcp(7)',
    },
    holds('to be measured'),
  ),
  statement(
    'Q3',
    {
      claim: 'What are Nagle, TCP_NODELAY and TCP_CORK, and where do the 40 ms with delayed ACKs come from?',
      notes: [],
      source: 'RFC 9293 §3.7.4, §3.8.6.3; tcp(7)',
    },
    holds('to be measured'),
  ),
  statement(
    'Q4',
    {
      claim: 'Why does the first write to a closed peer succeed and the second fail?',
      notes: [],
      source: 'RFC 9293 §3.10.7.1',
    },
    holds('to be measured'),
  ),
  statement(
    'Q5',
    { claim: 'What sends "connection reset by peer"?', notes: [], source: 'RFC 9293 §3.5.2, §3.10.7' },
    holds('to be measured'),
  ),
  statement(
    'Q6',
    { claim: "What does listen()'s backlog bound, and who cuts it?", notes: [], source: 'listen(2)' },
    holds('to be measured'),
  ),
]
