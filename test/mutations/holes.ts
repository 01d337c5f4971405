import { latenessOf } from '../../src/evidence/late.ts'
import type { Fact } from '../../src/evidence.ts'
import { isListeners, leavesGap, type MayPass } from './may-pass.ts'

/** What the judge lets pass and should not. An entry goes when its hole is mended; the campaign fails while there are any. */
export const holes: readonly MayPass[] = [
  {
    kinds: ['the table gone', 'table and kernel gone'],
    reason:
      'H1: in a story of less than a second nobody asks whether the table was looked at (blindness.ts, unwatched)',
    holds: ({ mutant }) => !mutant.facts.some(({ kind, by }) => kind === 'look' && by === 'table'),
  },
  {
    kinds: ['one tap gone', 'one way past a tap gone', 'every router tap gone', 'one tap of a segment removed'],
    reason: 'H2: taps are not asked for in the last 100 ms and twice the lateness of a story (unseen.ts, tapsUnseen)',
  },
  {
    kinds: ['the end removed', 'the end earlier'],
    reason: 'H3: nobody asks whether the record has an end, and that nothing comes after it',
  },
  {
    kinds: ['counters of one host gone'],
    reason: "H4: an end's counters may be gone: nothing is held against them then (counted.ts), and nobody is blind",
    holds: ({ gone }) => gone.every(({ host }) => host !== 'router'),
  },
  {
    kinds: [
      'a transition removed',
      'a transition added',
      "a transition's state altered",
      "a transition's origin altered",
      "a transition's time altered",
      "a sample's state altered",
      'a sample removed',
      "a sample's time altered",
      'a look removed',
      'all kernel facts gone',
      'a state that nobody looked at',
      'a state that the table did not show',
    ],
    reason:
      'H5: the listener is held against nobody: not its tracepoints, not its looks (noContradiction, statesUnseen)',
    holds: ({ gone, new: now }) => [...gone, ...now].some(isListeners),
  },
  {
    kinds: [
      'a transition removed',
      'a transition added',
      "a transition's state altered",
      "a transition's origin altered",
      "a transition's time altered",
    ],
    reason:
      "H6: a socket's transitions need not follow on each other (from = the one before's to), nor belong to a connection",
  },
  {
    kinds: ['a state left at another time', "a transition's time altered", 'a segment moved in time'],
    reason: 'H7: nobody asks whether the kernel entered a state when the wire shows the segment that leads there',
    holds: ({ record, gone, new: now }) =>
      gone.some((fact, index) => Math.abs(fact.at - (now[index]?.at ?? 0)) > 20 + latenessOf(record)),
  },
  {
    kinds: ['a state that nobody looked at', 'a state that the table did not show'],
    reason:
      'H17: the table need not show what lasted longer than its own gap, but shorter than 100 ms and twice the lateness',
  },
  {
    kinds: ['a sample removed'],
    reason: 'H8: a look of ss or netstat says how many sockets it showed, and the record has fewer samples of it',
    holds: ({ gone }) => gone.every(({ by }) => by === 'ss' || by === 'netstat'),
  },
  {
    kinds: ["a sample's time altered"],
    reason: 'H9: a sample stands at a moment at which its witness did not look, or before its connection began',
  },
  {
    kinds: ["a sample's queue altered"],
    reason: 'H10: a receive queue holds more than had arrived on the wire',
  },
  {
    kinds: ['a fault removed', 'all faults gone'],
    reason: 'H11: a segment is lost or doubled though the network was not told to (unseen.ts: 1100 and 0011 are usual)',
  },
  {
    kinds: ['a sequence number altered', 'a length altered'],
    reason: 'H12: an end may send numbers that do not follow on what it has sent, where a line says no numbers',
    holds: leavesGap,
  },
  {
    kinds: ['an acknowledgment number altered', 'a sequence number altered'],
    reason: 'H13: an end may take back what it has acknowledged, where a line says no numbers',
    holds: ({ gone, kind }) => kind.startsWith('an ack') || gone.some((fact) => isSyn(fact)),
  },
  {
    kinds: ['a kernel fact removed', 'a kernel fact added', 'all kernel facts gone'],
    reason: 'H14: a RST that was sent needs no tracepoint, nor a tracepoint a segment at its time (counted.ts)',
  },
  {
    kinds: ['data added', 'a pure ACK added', 'a RST added', 'a segment sent again'],
    reason: 'H18: what passes between the reading of the counters and the end is held against no counter (counted.ts)',
    holds: ({ new: now, record }) =>
      now.every(({ at }) => record.facts.some((fact) => fact.kind === 'counters' && fact.at <= at + 1)),
  },
  {
    kinds: ['what one end shows shifted in time'],
    reason:
      "H16: a segment may pass the router before it has left its sender (unseen.ts asks only for the receiver's tap)",
  },
  {
    kinds: ['all marks at the start of their program', 'a mark moved to an earlier time'],
    reason: "H15: 'connected', 'accepted n', 'listening' and what an error says have no cause (cause.ts, causeOf)",
  },
]

const isSyn = (fact: Fact): boolean => fact.kind === 'segment' && fact.segment.flags.includes('S')
