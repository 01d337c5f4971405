import { type Claim, fails, holds, lacks, makeClaim, type Verdict } from '../../claim.ts'
import type { Option, SaidBy } from '../../evidence/assertion.ts'
import type { End, Evidence, Fact } from '../../evidence.ts'
import { type Transit, transitsOf } from '../../story/transits.ts'
import { carries, type SegmentOptions } from '../../tcp.ts'
import { unbroken } from '../program/cause.ts'

/** Both ends said the option on their SYNs, and all that follows shows that it is used (RFC 7323, RFC 2018). */
export function uses(number: number, option: Option): Claim {
  return makeClaim({
    states: { verb: 'uses', of: { connection: number }, option },
    needs: ['wire'],
    judge: (evidence) => judgeOption(evidence, number, option, 'both'),
  })
}

/** This end alone said the option on its SYN, or nobody did, and nothing that follows shows that it is used. */
export function neverUses(number: number, option: Option, saidBy: SaidBy): Claim {
  return makeClaim({
    states: { verb: 'neverUses', of: { connection: number }, option, saidBy },
    needs: ['wire'],
    judge: (evidence) => judgeOption(evidence, number, option, saidBy),
  })
}

function judgeOption(evidence: Evidence, number: number, option: Option, wanted: SaidBy | 'both'): Verdict {
  const own = transitsOf(evidence).filter(({ connection }) => connection.number === number)
  const [syns, rest] = [own.filter(isSyn), own.filter((transit) => !isSyn(transit))]
  const [client, server] = (['client', 'server'] as const).map((end) => syns.find(({ speaker }) => speaker === end))
  if (!client || !server) return lacks('a connection', 'none')
  const because = [client.sent, server.sent]
  const by = sayers(said(client, option), said(server, option))
  if (by !== wanted)
    return fails({ kind: 'option said', option, by: wanted }, { kind: 'option said', option, by }, because)
  const signs = signsOf[option](rest, { client, server })
  const [due, other] = wanted === 'both' ? [signs.used, signs.unused] : [signs.unused, signs.used]
  const use = { kind: 'option used', option, used: wanted === 'both' } as const
  const against: readonly Fact[] = other.slice(0, 2).map(({ sent }) => sent)
  if (against.length > 0) return fails(use, { ...use, used: !use.used }, against)
  return due.length > 0
    ? holds([...because, ...due.slice(0, 2).map(({ sent }) => sent)])
    : lacks(use, 'no such segment', because)
}

const isSyn = ({ segment }: Transit): boolean => carries(segment, 'S')

function sayers(client: boolean, server: boolean): SaidBy | 'both' {
  if (client && server) return 'both'
  return client ? 'client' : server ? 'server' : 'nobody'
}

const fieldOf = {
  timestamps: 'timestamp',
  'window scale': 'windowScale',
  SACK: 'sackPermitted',
} as const satisfies Record<Option, keyof SegmentOptions>

const said = ({ segment }: Transit, option: Option): boolean => segment.options[fieldOf[option]] !== undefined

/** Segments after the SYNs that show the option used, and that would look otherwise if it were. */
interface Signs {
  readonly used: readonly Transit[]
  readonly unused: readonly Transit[]
}

type Syns = Readonly<Record<End, Transit>>

const signsOf: Readonly<Record<Option, (rest: readonly Transit[], syns: Syns) => Signs>> = {
  /** Where they are agreed on every segment carries them; a RST may go without (RFC 7323 section 3.2). */
  timestamps: (rest) =>
    split(
      rest.filter(({ segment }) => !carries(segment, 'R')),
      ({ segment }) => segment.options.timestamp !== undefined,
    ),

  /**
   * The window of a SYN is never scaled, that of every other segment is (RFC 7323 section 2.2): each end's first after its SYN
   * announces a window that has hardly changed by then.
   */
  'window scale'(rest, syns) {
    const firsts = (['client', 'server'] as const).flatMap((end) => rest.find(({ speaker }) => speaker === end) ?? [])
    return split(firsts, ({ speaker, segment }) => segment.window * 2 < syns[speaker].segment.window)
  },

  /** Where bytes have come beyond a gap, the ACK that names the gap tells of them, or cannot. */
  SACK: (rest) =>
    split(
      rest.filter((transit) => namesGap(transit, rest)),
      ({ segment }) => segment.options.sack !== undefined,
    ),
}

function split(transits: readonly Transit[], isUse: (transit: Transit) => boolean): Signs {
  return { used: transits.filter(isUse), unused: transits.filter((transit) => !isUse(transit)) }
}

function namesGap({ speaker, sent, relative, segment }: Transit, rest: readonly Transit[]): boolean {
  const arrived = rest.filter((other) => other.speaker !== speaker && other.arrived && other.arrived.at < sent.at)
  const reached = unbroken(arrived)
  return (
    carries(segment, '.') &&
    relative.ack === reached &&
    arrived.some((other) => other.segment.length > 0 && other.relative.seq > reached)
  )
}
