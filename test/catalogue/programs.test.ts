import { readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { labNames, labsFolder } from '../../src/catalogue/names.ts'
import { castLab, loadLab } from '../../src/catalogue.ts'

const there = readdirSync(labsFolder, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(ts|pl)$/.test(name) && !name.endsWith('/lab.ts'))
  .sort()

/** The programs of a lab, its variants and its twins, as paths from the folder of all labs. */
async function programsOf(name: string): Promise<string[]> {
  const { variants = {}, twins } = await loadLab(name)
  const changes = [
    [],
    ...Object.keys(variants).map((each) => [each]),
    ...Object.keys(twins).map((each) => [undefined, each]),
  ]
  const casts = await Promise.all(changes.map(([variant, twin]) => castLab(name, variant, twin)))
  return casts.flatMap(({ folder, client, server }) =>
    [client, server].map((file) => relative(labsFolder, join(folder, file))),
  )
}

const played = new Set((await Promise.all(labNames().map(programsOf))).flat())

describe('the programs', () => {
  it('that are played are there', () => {
    expect([...played].filter((file) => !there.includes(file))).toEqual([])
  })

  it('that are there are played', () => {
    expect(there.filter((file) => !played.has(file))).toEqual([])
  })

  it('that labs share make no lab', async () => {
    expect(labNames()).not.toContain('programs')
    await expect(loadLab('programs')).rejects.toThrow(/there is no lab 'programs'/)
  })

  it('that labs share are played by more than one', async () => {
    const users = new Map<string, Set<string>>()
    for (const name of labNames())
      for (const file of await programsOf(name)) users.set(file, (users.get(file) ?? new Set()).add(name))
    const alone = there.filter((file) => file.startsWith('programs/') && (users.get(file)?.size ?? 0) < 2)
    expect(alone).toEqual([])
  })
})
