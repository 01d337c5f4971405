import { describe, expect, it } from 'vitest'
import { labNames } from '../../src/catalogue/names.ts'
import { castLab, loadLab } from '../../src/catalogue.ts'
import { lab } from './cli.ts'

const labs = await Promise.all(labNames().map(async (name) => ({ name, definition: await loadLab(name) })))
// TIME-WAIT takes a minute; side by side they all fit into little more than that.
const minutes = 300_000

describe.concurrent('every lab', () => {
  for (const { name, definition } of labs) {
    for (const family of ['IPv4', 'IPv6'] as const) {
      it(`${name} passes over ${family}`, { timeout: minutes }, async () => {
        const { status, stdout } = await lab(['run', name, '--again', '5', ...(family === 'IPv6' ? ['--ipv6'] : [])])
        expect(stdout).toContain('pass: ')
        expect(status).toBe(0)
      })
    }
    for (const variant of Object.keys(definition.variants ?? {})) {
      it(`${name} passes as its variant ${variant}`, { timeout: minutes }, async () => {
        const { status, stdout } = await lab(['run', name, '--variant', variant, '--again', '5'])
        expect(stdout).toContain('pass: ')
        expect(status).toBe(0)
      })
    }
    for (const twin of Object.keys(definition.twins)) {
      it(`${name} does not pass as its twin ${twin}`, { timeout: minutes }, async () => {
        const { status, stdout } = await lab(['run', name, '--twin', twin, '--again', '5'])
        expect(stdout).toContain('✘ ')
        expect(status).toBe(1)
      })
    }
  }
})

describe('what a lab says that it settles', () => {
  for (const { name, definition } of labs) {
    it(`${name} settles by a claim of its own or of a variant`, async () => {
      const { words } = await import('../../src/lab.ts')
      const casts = [undefined, ...Object.keys(definition.variants ?? {})].map((variant) => castLab(name, variant))
      const claims = (await Promise.all(casts)).flatMap((cast) => cast.lab.claims(words))
      expect([...new Set(claims.flatMap(({ settles }) => settles))].sort()).toEqual([...definition.settles].sort())
    })

    it(`${name} has at least two twins`, () => {
      expect(Object.keys(definition.twins).length).toBeGreaterThanOrEqual(2)
    })
  }
})

/** These judge by the records that the labs above have just left. */
describe('all labs together', () => {
  interface Row {
    readonly [name: string]: unknown
    readonly reasons?: Readonly<Record<string, string>>
  }

  it('show every state at both sides and every edge of the figure, or say why not', async () => {
    const { stdout } = await lab(['coverage', '--json'])
    const { states, edges } = JSON.parse(stdout) as { states: Row[]; edges: Row[] }
    expect(states.length).toBe(22)
    for (const row of states) {
      for (const aspect of ['entered', 'held', 'left'])
        expect(row[aspect] === true || row.reasons?.[aspect], `${row.side} ${aspect} ${row.state}`).toBeTruthy()
    }
    expect(edges.length).toBe(21)
    for (const { covered, reason, from, to } of edges) expect(covered || reason, `${from} to ${to}`).toBeTruthy()
    expect(edges.filter(({ covered }) => covered).length).toBe(20)
  })

  it('settle every statement', async () => {
    const { stdout } = await lab(['claims', '--json'])
    const ledger = JSON.parse(stdout) as Array<{ id: string; verdict: string }>
    expect(ledger.filter(({ verdict }) => verdict === 'unsettled').map(({ id }) => id)).toEqual([])
    expect(ledger.length).toBe(61)
  })
})
