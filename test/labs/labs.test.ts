import { describe, expect, it } from 'vitest'
import { castLab, loadLab } from '../../src/run/catalogue.ts'
import { labNames } from '../../src/run/names.ts'
import { lab } from './cli.ts'

const labs = await Promise.all(labNames().map(async (name) => ({ name, definition: await loadLab(name) })))
// TIME-WAIT takes a minute; side by side they all fit into little more than that.
const minutes = 200_000

describe.concurrent('every lab', () => {
  for (const { name, definition } of labs) {
    for (const family of ['IPv4', 'IPv6'] as const) {
      it(`${name} passes over ${family}`, { timeout: minutes }, async () => {
        const { status, stdout } = await lab(['run', name, ...(family === 'IPv6' ? ['--ipv6'] : [])])
        expect(stdout).toContain('pass: ')
        expect(status).toBe(0)
      })
    }
    for (const variant of Object.keys(definition.variants ?? {})) {
      it(`${name} passes as its variant ${variant}`, { timeout: minutes }, async () => {
        const { status, stdout } = await lab(['run', name, '--variant', variant])
        expect(stdout).toContain('pass: ')
        expect(status).toBe(0)
      })
    }
    for (const twin of Object.keys(definition.twins)) {
      it(`${name} does not pass as its twin ${twin}`, { timeout: minutes }, async () => {
        const { status, stdout } = await lab(['run', name, '--twin', twin])
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
