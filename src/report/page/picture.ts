import type { End, Evidence, Fact, FaultFact, ProgramFact } from '../../evidence.ts'
import { factsOf } from '../../evidence.ts'
import { type Connection, connectionsOf } from '../../story/connections.ts'
import { storyEnd } from '../../story/end.ts'
import { isLost } from '../../story/lost.ts'
import { type Path, pathsOf } from '../../story/paths.ts'
import { type Transit, transitsOf } from '../../story/transits.ts'
import type { Milliseconds, State } from '../../tcp.ts'
import { leadersOf } from '../ladder/alike.ts'
import { type ToldFrame, toldFrames } from '../ladder/frames.ts'
import { timesIn, wasToldToHold } from '../ladder/segments.ts'

/** A segment as it is drawn. */
export interface DrawnSegment {
  readonly id: string
  readonly transit: Transit
  readonly fate: 'arrives' | 'is lost' | 'is held'
  /** The how manieth time it is sent, from the second on. */
  readonly time?: number
}

/** An end of a connection in a state, from when until when. */
export interface DrawnState {
  readonly id: string
  readonly end: End
  readonly connection?: number
  readonly state: State
  readonly at: Milliseconds
  readonly until: Milliseconds
}

/** What the router was told, and how long it held. */
export interface DrawnFault {
  readonly id: string
  readonly fact: FaultFact
  readonly until?: Milliseconds
}

export interface DrawnDeed {
  readonly id: string
  readonly fact: ProgramFact
}

/** What a link carried that is no TCP. */
export interface DrawnFrame extends ToldFrame {
  readonly id: string
}

/** All that the page draws of a run, in the order of time, and where each fact stands in it. */
export interface Picture {
  readonly end: Milliseconds
  readonly connections: readonly Connection[]
  /** Connections that went as one that is drawn. */
  readonly alike: ReadonlyArray<{ readonly as: number; readonly numbers: readonly number[] }>
  /** How many others are not drawn. */
  readonly notDrawn: number
  readonly segments: readonly DrawnSegment[]
  /** Stretches of which only the beginning and the end are drawn: how many segments are not, after which that is. */
  readonly left: ReadonlyArray<{ readonly at: Milliseconds; readonly count: number }>
  readonly states: readonly DrawnState[]
  readonly faults: readonly DrawnFault[]
  readonly deeds: readonly DrawnDeed[]
  readonly frames: readonly DrawnFrame[]
  /** The element that shows a fact, if one does. */
  whichShows(fact: Fact): string | undefined
}

/** So many connections that went each its own way stand beside each other. */
const drawnConnections = 6

export function pictureOf(evidence: Evidence): Picture {
  const all = leadersOf(evidence)
  const groups = all.slice(0, drawnConnections)
  const connections = connectionsOf(evidence).filter(({ number }) => groups.some(([first]) => first === number))
  const paths = pathsOf(evidence).filter(
    ({ connection }) => !connection || connections.some(({ number }) => number === connection.number),
  )
  const end = storyEnd(evidence)
  const transits = transitsOf(evidence)
    .filter(({ connection }) => connections.some(({ number }) => number === connection.number))
    .map((transit): DrawnSegment => drawn(evidence, transit))
  const states = paths.flatMap((path, index) => statesOf(path, index, end))
  const faults = faultsOf(evidence)
  const deeds = factsOf(evidence, 'program').flatMap((fact, index): DrawnDeed[] =>
    fact.deed === 'started' ? [] : [{ id: `d${index + 1}`, fact }],
  )
  const frames = sparse(toldFrames(evidence).map((told, index): DrawnFrame => ({ id: `n${index + 1}`, ...told })))
  const { shown, left } = thinned(
    transits,
    [...states, ...faults.map(({ fact }) => fact), ...deeds.map(({ fact }) => fact)].map(({ at }) => at),
  )
  const byFact = new Map<Fact, string>([
    ...shown.flatMap(({ id, transit }) => transit.taps.map((tap) => [tap, id] as const)),
    ...paths.flatMap((path, index) =>
      path.steps.flatMap((step, place) => step.because.map((fact) => [fact, stateId(index, place)] as const)),
    ),
    ...faults.map(({ id, fact }) => [fact, id] as const),
    ...deeds.map(({ id, fact }) => [fact, id] as const),
    ...frames.map(({ id, fact }) => [fact, id] as const),
  ])
  return {
    notDrawn: all.slice(drawnConnections).flat().length,
    ...{ end, connections, states, faults, segments: shown, left },
    deeds: sparse(deeds),
    frames,
    alike: groups.flatMap(([as, ...numbers]) => (as !== undefined && numbers.length > 0 ? [{ as, numbers }] : [])),
    whichShows: (fact) => byFact.get(fact),
  }
}

const stateId = (path: number, step: number): string => `p${path + 1}-${step + 1}`

function statesOf(path: Path, index: number, end: Milliseconds): DrawnState[] {
  return path.steps.map(({ state, at }, step) => ({
    id: stateId(index, step),
    end: path.end,
    ...(path.connection ? { connection: path.connection.number } : {}),
    ...{ state, at },
    until: path.steps[step + 1]?.at ?? end,
  }))
}

function drawn(evidence: Evidence, transit: Transit): DrawnSegment {
  const { number, arrived } = transit
  const time = timesIn(evidence).get(number)
  return {
    id: `s${number}`,
    transit,
    fate: arrived ? 'arrives' : isLost(evidence, transit) && !wasToldToHold(evidence, transit) ? 'is lost' : 'is held',
    ...(time === undefined ? {} : { time }),
  }
}

/** A fault holds until it is healed, or for good. */
export function faultsOf(evidence: Evidence): DrawnFault[] {
  const facts = factsOf(evidence, 'fault')
  return facts.map((fact, index) => {
    const healed = facts.slice(index + 1).find((later) => later.fault === fact.fault && later.deed !== 'set')
    return {
      id: `f${index + 1}`,
      fact,
      ...(fact.deed === 'set' ? { until: healed?.at ?? storyEnd(evidence) } : {}),
    }
  })
}

/** So many of each stretch of nothing but segments are drawn where it begins, and where it ends. */
const drawnOfLong = 10
/** So many that were lost or sent again are drawn beside them. */
const drawnOfOdd = 80

/**
 * A transfer is a thousand segments that are all alike: of each stretch without a state, a fault or a deed its two ends are
 * drawn, and what was lost or sent again in between.
 */
function thinned(all: readonly DrawnSegment[], others: readonly Milliseconds[]) {
  const stretches = stretchesOf(all, others)
  let odd = 0
  const left: Array<{ at: Milliseconds; count: number }> = []
  const shown = stretches.flatMap((stretch) => {
    if (stretch.length <= 2 * drawnOfLong + 3) return stretch
    const kept = stretch.filter((each, index) => {
      if (index < drawnOfLong || index >= stretch.length - drawnOfLong) return true
      const isOdd = each.fate !== 'arrives' || each.transit.isCopy || each.time !== undefined
      return isOdd && ++odd <= drawnOfOdd
    })
    const last = stretch[drawnOfLong - 1]
    if (last) left.push({ at: last.transit.sent.at, count: stretch.length - kept.length })
    return kept
  })
  return { shown, left }
}

function stretchesOf(all: readonly DrawnSegment[], others: readonly Milliseconds[]): DrawnSegment[][] {
  const breaks = others.toSorted((a, b) => a - b)
  const stretches: DrawnSegment[][] = []
  let next = 0
  for (const each of all) {
    const { at } = each.transit.sent
    const isNew = stretches.length === 0 || (breaks[next] ?? Number.POSITIVE_INFINITY) <= at
    while ((breaks[next] ?? Number.POSITIVE_INFINITY) <= at) next += 1
    if (isNew) stretches.push([each])
    else stretches.at(-1)?.push(each)
  }
  return stretches
}

/** Of what a noisy program says, or a link carries besides TCP, so much is drawn at its beginning and at its end. */
const drawnOfMany = 40

const sparse = <Item>(items: readonly Item[]): readonly Item[] =>
  items.length <= 2 * drawnOfMany ? items : [...items.slice(0, drawnOfMany), ...items.slice(-drawnOfMany)]
