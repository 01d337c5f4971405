import { type End, type Fact, factsOf } from '../../../src/evidence.ts'
import { storyEnd } from '../../../src/story/end.ts'
import { pathsOf } from '../../../src/story/paths.ts'
import { moment, ms } from '../../../src/tcp.ts'
import { added, altered, changingOne, type Kind, takingAway } from '../mutation.ts'
import type { Random } from '../random.ts'

/** The story's times, its end, and what was found when it was over. */
export const story: readonly Kind[] = [
  {
    name: 'all that follows shifted in time',
    mutate(record, random) {
      const end = storyEnd(record)
      const from = end * random.next()
      const factor = factorOf(random)
      const shift = (fact: Fact): Fact =>
        fact.at <= from || fact.kind === 'cleanup' ? fact : { ...fact, at: ms(from + (fact.at - from) * factor) }
      const what = `from ${moment(ms(from))} on, by ${factor.toFixed(2)}`
      return { what, evidence: altered(record, (fact) => [shift(fact)]) }
    },
  },
  {
    name: 'what one end shows shifted in time',
    mutate(record, random) {
      const host: End = random.pick(['client', 'server'] as const) ?? 'client'
      const by = storyEnd(record) * (random.pick([0.1, 0.3, 1, -0.1, -0.3]) ?? 1)
      const what = `${host} by ${Math.round(by)} ms`
      return {
        what,
        evidence: altered(record, (fact) => [
          fact.host === host && isSeen(fact) ? { ...fact, at: ms(Math.max(0, fact.at + by)) } : fact,
        ]),
      }
    },
  },
  {
    name: 'a state left at another time',
    mutate(record, random) {
      const paths = pathsOf(record).filter(({ steps }) => steps.length > 1)
      const path = random.pick(paths)
      const index = path ? random.between(1, path.steps.length - 1) : 0
      const [before, step] = [path?.steps[index - 1], path?.steps[index]]
      if (!path || !before || !step) return undefined
      const by = (step.at - before.at) * (factorOf(random) - 1)
      const shown = new Set(step.because.filter((fact) => fact.by === 'kernel' || fact.by === 'table'))
      if (shown.size === 0) return undefined
      return {
        what: `${path.end} ${before.state} → ${step.state} moved by ${by.toFixed(1)} ms of ${(step.at - before.at).toFixed(1)}`,
        evidence: altered(record, (fact) => [shown.has(fact) ? { ...fact, at: ms(fact.at + by) } : fact]),
      }
    },
  },
  changingOne(
    'the end earlier',
    (record) => factsOf(record, 'end'),
    (fact, random) => {
      const at = ms(fact.at * random.next())
      return { what: `at ${moment(at)} instead of ${moment(fact.at)}`, by: [{ ...fact, at }] }
    },
  ),
  takingAway('the end removed', () => ({ what: 'no end', isGone: ({ kind }) => kind === 'end' })),
  {
    name: 'the story cut off',
    mutate(record, random) {
      const at = ms(storyEnd(record) * random.next())
      const what = `at ${moment(at)}`
      const evidence = altered(record, (fact) => {
        if (fact.at <= at || fact.kind === 'cleanup') return [fact]
        return fact.kind === 'counters' || fact.kind === 'lateness' || fact.kind === 'end' ? [{ ...fact, at }] : []
      })
      return { what, evidence }
    },
  },
  changingOne(
    'lateness raised',
    (record) => factsOf(record, 'lateness'),
    (fact, random) => {
      const worst = ms(fact.worst + random.between(100, 10_000))
      return { what: `${worst} ms`, by: [{ ...fact, worst }] }
    },
  ),
  changingOne(
    'something left behind',
    (record) => factsOf(record, 'cleanup'),
    (fact) => ({ what: 'a process', by: [{ ...fact, left: [...fact.left, 'process 7: (python3)'] }] }),
  ),
  takingAway('nobody looked what was left', () => ({ what: 'no look', isGone: ({ kind }) => kind === 'cleanup' })),
  {
    name: 'a kernel parameter changed',
    mutate(record, random) {
      const host = random.pick(['client', 'router', 'server'] as const) ?? 'client'
      const name = 'net.ipv4.tcp_fin_timeout'
      const fact: Fact = {
        kind: 'sysctl', at: storyEnd(record), within: ms(0), host, by: 'harness', name, was: '60', is: '1',
      } // biome-ignore format: one fact
      return { what: `${name} at the ${host}`, evidence: added(record, fact) }
    },
  },
  changingOne(
    'a fault removed',
    (record) => factsOf(record, 'fault'),
    (fact) => ({ what: `${fact.deed}: ${fact.verb}`, by: [] }),
  ),
  takingAway('all faults gone', () => ({ what: 'no faults', isGone: ({ kind }) => kind === 'fault' })),
]

/** From a tenth less to three times as long, and never as it was. */
const factorOf = (random: Random): number => {
  const by = 0.1 + 2.9 * random.next()
  return random.next() < 0.5 ? 1 + by : Math.max(0.05, 1 - by / 3)
}

/** What witnesses saw of the end's host; programs and the harness have the run's own clock. */
const isSeen = ({ kind }: Fact): boolean =>
  kind === 'segment' ||
  kind === 'frame' ||
  kind === 'transition' ||
  kind === 'sample' ||
  kind === 'poll' ||
  kind === 'kernel'
