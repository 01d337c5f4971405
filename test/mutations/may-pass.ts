import { type Assertion, partsOf } from '../../src/evidence/assertion.ts'
import type { CountersFact, Fact, SaidFact, SampleFact, SegmentFact } from '../../src/evidence.ts'
import { type Evidence, factsOf, rawEnd } from '../../src/evidence.ts'
import { words } from '../../src/lab.ts'
import { storyEnd } from '../../src/story/end.ts'
import { latenessOf } from '../../src/story/late.ts'
import { pathsOf } from '../../src/story/paths.ts'
import { socketsOf } from '../../src/story/sockets.ts'
import { transitsOf } from '../../src/story/transits.ts'
import { advance, portOf } from '../../src/tcp.ts'
import type { Survivor } from './survivors.ts'

/** Why a record that was tampered with may pass. */
export interface MayPass {
  readonly kinds: readonly string[]
  readonly reason: string
  /** Whether it is so of this mutant; of all of these kinds, when not said. */
  holds?(survivor: Survivor): boolean
}

/** Changes of what no claim, neither the lab's own nor one of those that every run is held to, is about. */
export const reasons: readonly MayPass[] = [
  {
    kinds: ['a transition added', "a transition's time altered", "a transition's state altered"],
    reason:
      "the looks into our own namespaces deny that socket: what the machine's tracepoints tell of it is another namespace's",
    holds: ({ mutant, new: now }) => now.every((fact) => fact.kind !== 'transition' || !socketsOf(mutant).isOurs(fact)),
  },
  {
    kinds: ['all marks at the start of their program', 'a mark moved to an earlier time'],
    reason: 'an error of a call that sends nothing, or a word about datagrams: no kernel shows when it was',
    holds: ({ gone }) =>
      gone.some(
        (fact) =>
          fact.kind === 'program' &&
          fact.deed === 'said' &&
          /EADDR|EISCONN|EPIPE|UDP|is told|bound|waiting|web\.lab|closed|written|sent|done|here/.test(fact.text),
      ),
  },
  {
    kinds: ['a transition added', 'a transition removed'],
    reason: 'a connect() that found no port is on no wire and in no table: any number of them contradict nobody',
    holds: ({ gone, new: now }) =>
      [...gone, ...now].every((fact) => fact.kind !== 'transition' || fact.local.endsWith(':0')) &&
      now.every((fact) => fact.kind !== 'transition' || fact.to === 'CLOSED' || fact.to === 'SYN-SENT'),
  },
  {
    kinds: ['a kernel fact added'],
    reason: 'one event more, when segments were sent again, may be of a train that was counted once for each',
    holds: ({ mutant, new: now }) =>
      now.every((fact) => fact.kind === 'kernel' && fact.event.startsWith('tcp_retransmit')) &&
      factsOf(mutant, 'counters').some(({ moved }) => (moved['Tcp.RetransSegs'] ?? 0) > 1),
  },
  {
    kinds: ['a fault removed', 'all faults gone'],
    reason: 'what is lost of datagrams their programs count: no wire of segments shows it',
    holds: ({ gone }) =>
      gone.every((fact) => fact.kind !== 'fault' || ('match' in fact && fact.match.protocol === 'UDP')),
  },
  {
    kinds: ['all marks at the start of their program', 'a mark moved to an earlier time'],
    reason: "of a raw peer's words there is no socket to ask",
    holds: ({ record, gone }) => areRawPeers(record, gone),
  },
  {
    kinds: ['a kernel fact added'],
    reason: "of a raw peer's host the tracepoints are held against nothing: its kernel speaks for nobody there",
    holds: ({ record, new: now }) => areRawPeers(record, now),
  },
  {
    kinds: ["a transition's time altered", "a transition's state altered"],
    reason:
      'a request becomes a socket some time after its SYN+ACK, and a word that the socket stays as it is tells nothing',
    holds: ({ new: now }) =>
      now.every((fact) => fact.kind === 'transition' && (fact.to === 'SYN-RECEIVED' || fact.to === fact.from)),
  },
  {
    kinds: ['what one end shows shifted in time'],
    reason: 'on loopback one tap and one table show both ends',
    holds: ({ record }) => record.setting.loopback,
  },
  {
    kinds: ['a kernel fact removed', 'all kernel facts gone'],
    reason: 'kernels before 6.10 tell of no RST that is sent without a socket: that one is missing proves nothing',
    holds: ({ gone }) => gone.every((fact) => fact.kind !== 'kernel' || fact.event === 'tcp_send_reset'),
  },
  {
    kinds: ['lateness raised'],
    reason: 'what needs no excuse is judged on any machine: lateness excuses failures and accuses nobody',
  },
  {
    kinds: ['the list of missing witnesses changed'],
    reason: 'the list says what the machine lacks; what the witnesses saw stands in the record all the same',
    holds: ({ gone }) => gone.length === 0,
  },
  {
    kinds: ['another counter altered'],
    reason: 'no claim asks for this counter, or it asks for so many or more',
    holds: (survivor) =>
      claimed(survivor).every(
        (said) => said.verb !== 'counts' || said.counter !== counterOf(survivor) || said.most !== said.least,
      ),
  },
  {
    kinds: ['counters of one host gone'],
    reason: "no claim asks for the router's counters; on loopback the server's are both ends'",
    holds: ({ gone, record }) =>
      gone.every(({ host }) => host === 'router' || (record.setting.loopback && host === 'client')),
  },
  {
    kinds: ['a window altered'],
    reason: 'a window is judged where a claim closes it or a line names it (win)',
  },
  {
    kinds: ["a sample's timer altered"],
    reason:
      'a timer is judged where a claim asks for it: of every look (stays, foretells, restarts), or of one (showsTimer)',
  },
  {
    kinds: ["a sample's queue altered"],
    reason: "nobody claims how many wait at a listener; of a socket that is gone the table's number means nothing",
    holds: ({ gone }) => gone.every((fact) => isListeners(fact) || (fact.kind === 'sample' && fact.state === 'CLOSED')),
  },
  {
    kinds: ['a look removed', 'looks of a command gone'],
    reason: 'another look of the command showed what is claimed of it; who did not look contradicts nobody',
    holds: ({ gone }) => gone.every(({ by }) => by === 'ss' || by === 'netstat'),
  },
  {
    kinds: ['a look removed'],
    reason: 'the table tells at least once a second that it looks: one such word less leaves it no longer silent',
    holds: ({ gone }) => gone.every(({ kind, by }) => kind === 'poll' && by === 'table'),
  },
  {
    kinds: ['a look removed', 'a sample removed'],
    reason: 'a state that lasts no longer than the table may look away, or that it told of once more',
    holds: ({ gone, mutant }) =>
      gone.every((fact) => fact.by === 'table' && (!isListeners(fact) || isToldAgain(mutant, fact))),
  },
  {
    kinds: ["a sample's state altered"],
    reason: 'the look took long enough to have seen the state before or after',
    holds: ({ gone, new: now, mutant }) =>
      gone.every((fact) => !isListeners(fact)) && now.every((fact) => isInTime(mutant, fact)),
  },
  {
    kinds: ["a transition's time altered", 'a state left at another time', 'a segment moved in time'],
    reason: "moved by less than what the witnesses' times may be off",
    holds: (survivor) =>
      survivor.gone.length > 0 &&
      survivor.gone.length === survivor.new.length &&
      survivor.gone.every(
        (fact, index) => Math.abs(fact.at - (survivor.new[index]?.at ?? 0)) <= 20 + latenessOf(survivor.record),
      ),
  },
  {
    kinds: ['a state left at another time', "a transition's time altered"],
    reason: 'only the kernel and its table know when a listener was opened or closed',
    holds: ({ gone, kind }) => kind === 'a state left at another time' && gone.every(isListeners),
  },
  {
    kinds: ['a state that nobody looked at', 'a state that the table did not show'],
    reason: 'a socket that is gone stands in no table: the kernel and the wire have said so',
    holds: ({ gone }) => gone.every((fact) => fact.kind === 'sample' && fact.state === 'CLOSED'),
  },
  {
    kinds: ['a state that nobody looked at', 'a state that the table did not show'],
    reason: 'it lasted no longer than nobody looked at the table, as its poller says itself',
    holds: ({ gone, record }) => gone.every((fact) => fact.kind !== 'sample' || isShort(record, fact)),
  },
  {
    kinds: ["a sample's time altered"],
    reason: 'where it was moved to its witness looked, and the socket was in that state',
    holds: ({ new: now, mutant }) =>
      now.every((fact) => !isListeners(fact) && isInTime(mutant, fact) && isInLook(mutant, fact)),
  },
  {
    kinds: ["a sample's queue altered"],
    reason: 'so much had arrived, and nobody says that it had been read by then',
    holds: ({ new: now, record }) => now.every((fact) => fact.kind === 'sample' && isArrived(record, fact)),
  },
  {
    kinds: ['a transition removed'],
    reason: 'a word of the kernel that the socket stays in its state tells nothing',
    holds: ({ gone }) => gone.every((fact) => fact.kind === 'transition' && fact.from === fact.to),
  },
  {
    kinds: ['an acknowledgment number altered'],
    reason: 'a line that says no number admits an ACK of any part of what had come, if it takes nothing back',
    holds: (survivor) => !takesBack(survivor),
  },
  {
    kinds: ['an acknowledgment number altered'],
    reason: 'a segment without ACK says nothing in this field',
    holds: ({ gone }) => gone.every((fact) => fact.kind === 'segment' && !fact.segment.flags.includes('.')),
  },
  {
    kinds: ['a sequence number altered'],
    reason: 'a SYN, or a SYN+ACK, that nobody answers may have any number',
    holds: (survivor) =>
      altered(survivor).every((fact) => fact.segment.flags.includes('S') && !isAnswered(survivor.record, fact)),
  },
  {
    kinds: ['a sequence number altered'],
    reason: 'a line that says no number admits any that leaves no gap: a keepalive probe, or what is sent anew',
    holds: (survivor) => !leavesGap(survivor) && altered(survivor).every(({ segment }) => !/[SR]/.test(segment.flags)),
  },
  {
    kinds: ['a sequence number altered'],
    reason: 'the number of a RST is judged where a line says it',
    holds: (survivor) => altered(survivor).every(({ segment }) => segment.flags.includes('R')),
  },
  {
    kinds: ['a length altered'],
    reason: 'a line that says no number admits any length that leaves no gap',
    holds: (survivor) => !leavesGap(survivor),
  },
  {
    kinds: ['a segment moved in time', 'in and out exchanged'],
    reason: 'no state follows from this segment, and no claim times it; on loopback one tap sees both directions',
    holds: ({ gone, record, kind }) =>
      kind === 'in and out exchanged'
        ? record.setting.loopback
        : !pathsOf(record).some(({ steps }) =>
            steps.some(({ because }) => because.some((fact) => gone.includes(fact))),
          ),
  },
  {
    kinds: ['what one end shows shifted in time'],
    reason: 'nothing crossed between this end and the other, by which their times could be compared',
    holds: ({ record, gone }) => !transitsOf(record).some(({ taps }) => taps.some((tap) => gone.includes(tap))),
  },
  {
    kinds: ['all that follows shifted in time'],
    reason: 'a story may take its time: what a claim times was shifted by no more than its bounds, or not at all',
  },
  {
    kinds: ['the story cut off'],
    reason: 'all that the lab claims had happened by then, and every socket was as it stayed',
    holds: ({ gone, new: now }) =>
      gone.every(({ kind }) => kind !== 'segment' && kind !== 'transition' && kind !== 'kernel') || now.length === 0,
  },
  {
    kinds: ['a kernel fact removed'],
    reason: 'the kernel tells once of a train of segments that it sends again together',
    holds: ({ gone, record }) =>
      gone.every(
        (one) =>
          one.kind === 'kernel' &&
          one.event.startsWith('tcp_retransmit') &&
          record.facts.filter(({ kind, host }) => kind === 'kernel' && host === one.host).length > 1,
      ),
  },
  {
    kinds: ['a kernel fact removed', 'all kernel facts gone', 'a kernel fact added'],
    reason:
      "a RST that reaches a request socket or TIME-WAIT is not told of; a raw peer's kernel sends some that its firewall keeps",
    holds: ({ gone, new: now, record }) =>
      [...gone, ...now].every(
        (fact) =>
          fact.kind === 'kernel' &&
          (fact.event === 'tcp_receive_reset' || (fact.event === 'tcp_send_reset' && areRawPeers(record, [fact]))),
      ),
  },
  {
    kinds: ['a blind fact added'],
    reason: 'no claim holds because ss or netstat did not see something; the router has no table of sockets',
    holds: ({ new: now }) =>
      now.every(({ by, host }) => by === 'ss' || by === 'netstat' || (host === 'router' && by !== 'wire')),
  },
  {
    kinds: ['an exit turned into a failure'],
    reason: 'how a program exits when all that was waited for came is no claim',
  },
  {
    kinds: ['all marks at the start of their program', 'a mark moved to an earlier time'],
    reason: 'no claim is about the lines that came too early',
    holds: (survivor) => linesOf(survivor.gone).every((line) => !isClaimed(survivor, line)),
  },
  {
    kinds: ['a line removed', 'a line altered', 'a line added'],
    reason: 'no claim is about the line, or it was said besides',
    holds: (survivor) =>
      linesOf(survivor.gone).every((line) => !isClaimed(survivor, line) || isStillSaid(survivor, line)),
  },
  {
    kinds: ['a fault removed', 'all faults gone'],
    reason: 'the wire itself shows what was held; the fault was over, or had struck nothing that was lost or doubled',
    holds: ({ gone, record }) =>
      gone.every(
        (fact) =>
          fact.kind === 'fault' &&
          (fact.verb === 'hold' ||
            fact.deed === 'healed' ||
            !transitsOf(record).some((each) => each.stoppedAtRouter || each.isCopy)),
      ),
  },
]

const claimed = ({ cast }: Survivor): readonly Assertion[] =>
  cast.lab.claims(words).flatMap(({ states }) => partsOf(states))

const isListeners = (fact: Fact): boolean =>
  (fact.kind === 'sample' || fact.kind === 'transition') && portOf(fact.remote) === 0

function counterOf({ gone, new: now }: Survivor): string {
  const [was, is] = [gone[0], now[0]] as [CountersFact, CountersFact]
  return Object.keys(is.moved).find((name) => is.moved[name] !== was.moved[name]) ?? ''
}

const linesOf = (facts: readonly Fact[]): SaidFact[] =>
  facts.filter((fact) => fact.kind === 'program').filter((fact) => fact.deed === 'said')

const isClaimed = (survivor: Survivor, { text, host }: SaidFact): boolean =>
  claimed(survivor).some((said) => said.verb === 'says' && said.of.end === host && said.line === text)

const isStillSaid = ({ mutant }: Survivor, { text, host }: SaidFact): boolean =>
  linesOf(mutant.facts).some((fact) => fact.text === text && fact.host === host)

const isToldAgain = ({ facts }: Survivor['mutant'], gone: Fact): boolean =>
  gone.kind !== 'sample' ||
  facts.some((fact) => fact.kind === 'sample' && fact.by === 'table' && isListeners(fact) && fact.state === gone.state)

/** Whether no socket of the host was in the state for longer than the table went unlooked at. */
function isShort(record: Survivor['record'], { host, state }: SampleFact): boolean {
  const looks = record.facts.filter((fact) => fact.kind === 'poll').filter(({ by }) => by === 'table')
  const gap = Math.max(...looks.map(({ longestGap, within }) => longestGap + within))
  const lasted = pathsOf(record).flatMap(({ end, connection, steps }) =>
    steps.flatMap((step, index) =>
      connection && end === host && step.state === state ? (steps[index + 1]?.at ?? storyEnd(record)) - step.at : [],
    ),
  )
  return lasted.length > 0 && lasted.every((time) => time <= 5 + 2 * gap)
}

const isInLook = ({ facts }: Survivor['mutant'], { by, host, at }: Fact): boolean =>
  facts.some((look) => look.kind === 'poll' && look.by === by && look.host === host && isDuring(look, at))

const isDuring = (look: Fact, at: number): boolean =>
  look.by === 'table' ? look.at >= at && look.at - look.within <= at : look.at === at

const isArrived = (record: Survivor['record'], { receiveQueue = 0, host, at }: SampleFact): boolean => {
  const arrived = transitsOf(record).filter((each) => each.speaker !== host && (each.arrived?.at ?? at + 2) <= at + 1)
  return receiveQueue <= arrived.reduce((sum, { segment, repeats }) => sum + (repeats ? 0 : segment.length), 0)
}

/** Whether some segment acknowledges the number after this one. */
const isAnswered = ({ facts }: Survivor['record'], { segment }: SegmentFact): boolean =>
  facts.some(
    (fact) =>
      fact.kind === 'segment' && fact.segment.from === segment.to && fact.segment.ack === advance(segment.seq, 1),
  )

function takesBack({ mutant }: Survivor): boolean {
  const highest = new Map<string, number>()
  return transitsOf(mutant).some(({ connection, speaker, relative: { ack, flags }, isCopy }) => {
    if (isCopy || !flags.includes('.') || flags.includes('R')) return false
    const who = `${connection.number} ${speaker}`
    const before = highest.get(who) ?? 1
    highest.set(who, Math.max(before, ack))
    return ack < before
  })
}

const altered = ({ gone }: Survivor): SegmentFact[] => gone.filter((fact) => fact.kind === 'segment')

/** Whether some end sends numbers that do not follow on what it has sent before. */
function leavesGap({ mutant }: Survivor): boolean {
  const highest = new Map<string, number>()
  return transitsOf(mutant).some(({ connection, speaker, relative: { seq, length, flags }, isCopy }) => {
    if (isCopy || flags.includes('R')) return false
    const who = `${connection.number} ${speaker}`
    const before = highest.get(who)
    const counted = (flags.includes('S') ? 1 : 0) + (flags.includes('F') ? 1 : 0)
    highest.set(who, Math.max(before ?? 0, seq + length + counted))
    return before !== undefined && seq > before
  })
}

/** Whether the look that showed the sample began while the socket was in its state, or ended so. */
const isInTime = (mutant: Survivor['mutant'], fact: Fact): boolean =>
  fact.kind === 'sample' &&
  pathsOf(mutant).some(({ end, steps }) =>
    steps.some(
      ({ state, at, within }, index) =>
        end === fact.host &&
        state === fact.state &&
        at - within <= fact.at + 1 &&
        (steps[index + 1]?.at ?? Number.POSITIVE_INFINITY) >= fact.at - fact.within - 1,
    ),
  )

/** Whether all of these are of the host of a raw peer. */
function areRawPeers({ setting }: Evidence, facts: readonly Fact[]): boolean {
  const end = rawEnd(setting)
  return end !== undefined && facts.every(({ host }) => host === end)
}
