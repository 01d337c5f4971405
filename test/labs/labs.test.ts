import { describe, expect, it } from 'vitest'
import { whereShown } from '../../src/catalogue/edges.ts'
import { nameOf } from '../../src/catalogue/plan.ts'
import { castLab } from '../../src/catalogue.ts'
import { acceptanceOf } from '../../src/claims/program/accepts-all.ts'
import { words } from '../../src/lab.ts'
import { judgeRun } from '../../src/run/judge.ts'
import { connectionsOf } from '../../src/story/connections.ts'
import { diagram, nameOfEdge, shownIn, unshowable } from '../../src/story/diagram.ts'
import { broken } from '../breakers.ts'
import { lab } from './cli.ts'
import { endOf, played, runsOfAll } from './played.ts'
import { labs, overIPv4, plays } from './plays.ts'
import { didNotHold } from './told.ts'

// TIME-WAIT takes a minute, and all are played before the last one is here.
const timeout = 900_000

const as = (variant: string | undefined): string => (variant === undefined ? '' : ` as its variant ${variant}`)

describe('every lab', () => {
  for (const run of overIPv4) {
    it(`${run.lab} passes${as(run.variant)}`, { timeout }, async () => {
      const { verdict } = await played(run)
      expect(didNotHold(verdict)).toEqual([])
      expect(verdict).toMatchObject({ verdict: 'pass', status: 0 })
    })

    it(`${run.lab}${as(run.variant)} fails in each of its claims by a change of its record`, { timeout }, async () => {
      const { evidence } = await played(run)
      const cast = await castLab(run.lab, run.variant)
      const own = cast.lab.claims(words).filter((claim) => claim.applies(evidence))
      const held = own.filter((claim) => claim.judge(evidence).outcome === 'holds')
      expect(held.map(({ id }) => id)).toEqual(own.map(({ id }) => id))
      const outcomes = own.map((claim) => {
        const record = broken(claim.states, evidence)
        const { file } = judgeRun(cast, record)
        const inRun = file.claims.find(({ id }) => id === claim.id)?.verdict
        return { id: claim.id, alone: claim.judge(record).outcome, holds: inRun === 'holds', pass: file.status === 0 }
      })
      expect(outcomes).toEqual(own.map(({ id }) => ({ id, alone: 'fails', holds: false, pass: false })))
    })
  }

  for (const run of overIPv4) {
    it(`${run.lab}${as(run.variant)} has a server that accepts, or says that not all is accepted`, {
      timeout,
    }, async () => {
      const { evidence } = await played(run)
      const { lab: cast } = await castLab(run.lab, run.variant)
      const acceptances = connectionsOf(evidence).flatMap((each) => acceptanceOf(evidence, each) ?? [])
      const waiting = acceptances.filter(({ is }) => is === 'waiting')
      // A play may end before our own server has got so far; who does not accept for half a second does not mean to.
      const accepts = cast.accepts === undefined ? !waiting.some(({ time }) => time > 500) : waiting.length === 0
      // Somebody's own server is held to what the lab's own does.
      expect(accepts).toBe(cast.accepts === undefined)
    })
  }

  for (const run of plays.filter(({ family }) => family === 'IPv6')) {
    it(`${run.lab} passes${as(run.variant)} over IPv6`, { timeout }, async () => {
      const { verdict } = await played(run)
      expect(didNotHold(verdict)).toEqual([])
      expect(verdict).toMatchObject({ verdict: 'pass', status: 0 })
    })
  }
})

describe('what a lab says that it settles', () => {
  for (const { name, definition } of labs) {
    it(`${name} settles by a claim of its own or of a variant`, async () => {
      const casts = [undefined, ...Object.keys(definition.variants ?? {})].map((variant) => castLab(name, variant))
      const claims = (await Promise.all(casts)).flatMap((cast) => cast.lab.claims(words))
      expect([...new Set(claims.flatMap(({ settles }) => settles))].sort()).toEqual([...definition.settles].sort())
    })

    it(`${name} has at least two twins`, () => {
      expect(Object.keys(definition.twins).length).toBeGreaterThanOrEqual(2)
    })
  }
})

describe('all labs together', () => {
  interface Row {
    readonly [name: string]: unknown
    readonly reasons?: Readonly<Record<string, string>>
  }
  const judged = async (command: string): Promise<string> =>
    (await lab([command, '--json'], { env: { TCP_LABS_RUNS: runsOfAll() } })).stdout

  it('are played side by side by one command, whose status is that of a pass', { timeout }, async () => {
    const { status, stdout, stderr } = await endOf('all')
    expect(status, stderr).toBe(0)
    const told = JSON.parse(stdout) as { labs: Array<{ lab: string; variant?: string; status: number }> }
    const runs = told.labs.map(({ lab: name, variant, status }) => `${name}${as(variant)}: ${status}`)
    expect(runs.sort()).toEqual(overIPv4.map(({ lab: name, variant }) => `${name}${as(variant)}: 0`).sort())
  })

  it('are played with addresses of their own, however many at once', { timeout }, async () => {
    const records = await Promise.all([...overIPv4, ...plays].map(async (run) => (await played(run)).evidence))
    const spans = records
      .filter(({ setting }) => !setting.loopback)
      .map(({ setting: { client, began }, facts }) => ({
        client,
        from: Date.parse(began),
        until: Date.parse(began) + (facts.at(-1)?.at ?? 0),
      }))
    const beside = spans.flatMap((one, index) =>
      spans
        .slice(index + 1)
        .filter(({ from, until }) => from < one.until && until > one.from)
        .map((other) => [one.client, other.client] as const),
    )
    expect(beside.filter(([one, other]) => one === other)).toEqual([])
    // Else nothing was told by it.
    expect(beside.length).toBeGreaterThan(records.length)
  })

  it('show every state at both sides and every edge of the figure, or say why not', async () => {
    const { states, edges } = JSON.parse(await judged('coverage')) as { states: Row[]; edges: Row[] }
    expect(states.length).toBe(22)
    for (const row of states) {
      for (const aspect of ['entered', 'held', 'left'])
        expect(row[aspect] === true || row.reasons?.[aspect], `${row.side} ${aspect} ${row.state}`).toBeTruthy()
    }
    expect(edges.length).toBe(21)
    for (const { covered, reason, from, to } of edges) expect(covered || reason, `${from} to ${to}`).toBeTruthy()
    expect(edges.filter(({ covered }) => covered).length).toBe(20)
  })

  it('show each edge of the diagram where the table of edges says that it is shown best', { timeout }, async () => {
    const named = [...diagram.edges, ...diagram.edgesOfLinux].map(nameOfEdge)
    expect(Object.keys(whereShown).sort()).toEqual(named.toSorted())
    for (const [edge, name] of Object.entries(whereShown).filter(([each]) => unshowable[each] === undefined)) {
      const run = overIPv4.find((each) => nameOf(each) === name)
      expect(run, name).toBeDefined()
      if (run)
        expect(
          shownIn((await played(run)).evidence).map(({ what }) => what),
          name,
        ).toContain(edge)
    }
  })

  it('settle every statement', async () => {
    const ledger = JSON.parse(await judged('claims')) as Array<{
      id: string
      settled: boolean
      sides: ReadonlyArray<{ id: string; shown: boolean }>
    }>
    expect(ledger.flatMap(({ sides }) => sides.filter(({ shown }) => !shown).map(({ id }) => id))).toEqual([])
    expect(ledger.map(({ settled }) => settled)).toEqual(Array(82).fill(true))
  })
})
