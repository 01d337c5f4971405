import type { Words } from '../../words.ts'

/** What needs no further word. */
export const things: Words['things'] = {
  nothing: 'nothing',
  none: 'none',
  'one only': 'one only',
  'one of the two': 'one of the two',
  'a connection': 'a connection',
  'no connection': 'no connection was seen',
  'no socket': 'no socket was seen',

  'listening and nothing else': 'LISTEN and nothing else',
  'listening, then closed': 'LISTEN, then CLOSED',
  'an edge': 'an edge of the diagram',
  'a look at the socket': 'a look at the socket',
  'looks at the table': 'looks at the table while it lasted',
  'no timer': 'no timer',
  'time between the FINs': 'time between the two FINs',

  'a FIN': 'a FIN',
  'a FIN again': 'a FIN that comes again',
  'did not arrive': 'none arrived',
  'never arrived': 'it never arrived',
  'no further segment': 'no further segment',
  'no further frame': 'no further frame',
  'no such segment': 'no such segment',
  'nothing acknowledged': 'nothing acknowledged',
  'nothing sent again': 'nothing sent again',
  'each after the one before': 'each to begin where the one before ended',
  'an ack of what was sent': 'an ack of what was sent',
  'a number one further on': 'a number one further on',
  'what the lab claims': 'only what the lab claims',
  'segments of connections': 'only segments of connections',
  'a lost segment': 'a segment that is lost',

  'a window of 0': 'a window of 0',
  'a window that opens': 'a window that opens again',
  'a window that grows again': 'a window that grows again',
  'a smaller window': 'a smaller window, with a threshold, after it',
  'a probe': 'a probe of the closed window',

  'independent ISNs': 'ISNs independent at the two ends',
  'no gap between layers': 'no gap between the layers',
  'only MACs and TTL differ': 'only MACs and TTL to differ',

  'a program that runs': 'a program that runs',
  'a program that speaks after its start': 'a program that speaks after its start',
  'said nothing': 'it said nothing',
  'a look at what is left': 'a look at what is left after the taking down',
}
