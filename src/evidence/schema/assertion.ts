import { z } from 'zod'
import type { Line } from '../../tcp.ts'
import type { Assertion } from '../assertion.ts'
import { type Complete, count, end, flags, list, maybe, pair, type Same, state, text, time, timer } from './common.ts'

const speaker = end
const line = z.union([
  z.strictObject({ anyOf: list(z.strictObject({ speaker, flags })) }),
  z.strictObject({
    text,
    after: maybe(pair(time, time)),
    speaker,
    flags: maybe(flags),
    seq: maybe(z.int()),
    length: maybe(count),
    ack: maybe(z.int()),
    window: maybe(count),
    lost: z.boolean(),
    copy: z.boolean(),
  }),
])

const option = z.enum(['timestamps', 'window scale', 'SACK'])
const number = z.int().min(1)
const ofEnd = { of: z.strictObject({ end, connection: number }) }
const ofHost = { of: z.strictObject({ end }) }
const ofWire = { of: z.strictObject({ connection: number }) }
const ofLink = { of: z.strictObject({ link: end }) }

/** A claim of this verb that says these things. */
const verb = <Verb extends Assertion['verb'], Says extends z.core.$ZodLooseShape>(name: Verb, says: Says) =>
  z.strictObject({ verb: z.literal(name), ...says })

/** What a claim says, as a play has waited for it. */
export const assertion: z.ZodType<Assertion> = z.lazy(() => z.discriminatedUnion('verb', [...one, ...several]))

const one = [
  verb('passes', { ...ofEnd, through: list(state) }),
  verb('reaches', { ...ofEnd, state }),
  verb('never', { ...ofEnd, state }),
  verb('foretells', { ...ofEnd, state }),
  verb('opensByCookie', ofEnd),
  verb('stays', { ...ofEnd, state, time }),
  verb('lasts', { ...ofEnd, state, delays: list(time) }),
  verb('restarts', { ...ofEnd, state, delay: time }),
  verb('endsAfterFin', { ...ofEnd, state, delay: time }),
  verb('isShownIn', { ...ofEnd, states: list(state) }),
  verb('showsTimer', { ...ofEnd, state, timer }),

  verb('acknowledges', { ...ofEnd, upTo: count }),
  verb('sends', { ...ofEnd, from: count, to: count }),
  verb('reportsDuplicate', { ...ofEnd, from: count, to: count }),
  verb('reportsKept', { ...ofEnd, from: count, to: count }),
  verb('resends', { ...ofEnd, flags: text, delays: list(time) }),
  verb('asksWith', { ...ofEnd, number: z.enum(['higher', 'lower']), timestamp: z.enum(['newer', 'older', 'none']) }),
  verb('givesUp', { ...ofEnd, flags: text, delays: list(time) }),
  verb('withholds', { ...ofEnd, bytes: count }),
  verb('closesWindow', ofEnd),
  verb('leavesUnread', { ...ofEnd, bytes: count }),
  verb('readsNothing', { ...ofEnd, until: maybe(text) }),
  verb('readsEnd', ofEnd),
  verb('answers', { ...ofEnd, bytes: count, from: count }),
  verb('sendsNothing', { ...ofEnd, until: text }),
  verb('adapts', ofEnd),
  verb('followsLine', { ...ofEnd, change: z.enum(['narrower', 'wider']) }),

  verb('says', { ...ofHost, line: text, after: maybe(z.literal('F')) }),
  verb('neverSays', { ...ofHost, line: text }),
  verb('isEndedBy', { ...ofHost, signal: text }),
  verb('counts', { ...ofHost, counter: text, least: count, most: z.union([count, z.literal('any')]) }),
  verb('isFlooded', { ...ofHost, least: count }),
  verb('keepsListening', ofHost),
  verb('acceptsAll', ofHost),
  verb('showsBacklog', { ...ofHost, backlog: count }),
  verb('stopsListening', ofHost),

  verb('shows', { ...ofWire, lines: list(line) }),
  verb('prints', { ...ofWire, lines: list(text) }),
  verb('neverShows', { ...ofWire, end, flag: z.enum(['S', 'F', 'R']) }),
  verb('segments', { ...ofWire, end, bytes: count, mss: maybe(count) }),
  verb('delivers', { ...ofWire, end, bytes: count }),
  verb('loses', { ...ofWire, end, least: count }),

  verb('showsFrames', { ...ofLink, lines: list(text) }),
  verb('hasFrame', { ...ofLink, line: text, least: count }),
  verb('encapsulates', { ...ofLink, text, outermost: maybe(z.literal('IP')) }),

  verb('carriesThrough', { text, sender: end }),
  verb('hasFreshNumbers', { connections: count }),
  verb('hasClockedNumbers', { connections: count }),
  verb('beginsBeyond', { ...ofWire, end, by: count }),
  verb('uses', { ...ofWire, option }),
  verb('neverUses', { ...ofWire, option, saidBy: z.union([end, z.literal('nobody')]) }),

  verb('play-went-through', {}),
  verb('only-edges', {}),
  verb('acknowledges-only-sent', {}),
  verb('counts-syn-and-fin', {}),
  verb('everything-accounted', {}),
  verb('no-contradiction', {}),
  verb('parameters-kept', {}),
  verb('limits-kept', {}),
  verb('nothing-left', {}),
] as const

const several = [
  verb('connections', { from: number, to: number, claim: assertion }),
  verb('oneOf', { from: number, to: number, claim: assertion }),
  verb('either', { one: assertion, other: assertion }),
  verb('inTurn', { one: assertion, other: assertion }),
] as const

type Several = Extract<Assertion, { readonly verb: 'connections' | 'oneOf' | 'either' | 'inTurn' }>
export type AssertionsAreComplete = Complete<
  | Same<z.output<typeof line>, Line>
  | Same<z.output<(typeof one)[number]>, Exclude<Assertion, Several>>
  | Same<z.output<(typeof several)[number]>, Several>
>
