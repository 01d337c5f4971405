import { describe, expect, it } from 'vitest'
import { labNames } from '../../src/catalogue/names.ts'
import { castLab, loadLab } from '../../src/catalogue.ts'

const labs = await Promise.all(labNames().map(async (name) => ({ name, lab: await loadLab(name) })))
const titled = labs.flatMap(({ name, lab }) => [
  { of: name, ...lab },
  ...Object.entries(lab.variants ?? {}).map(([variant, change]) => ({ of: `${name}/${variant}`, ...change })),
])

describe('the titles', () => {
  it.each(titled)('of $of are there in English and in Chinese', ({ title, zh }) => {
    expect(title).toMatch(/[a-z]/)
    expect(zh).toMatch(/\p{Script=Han}/u)
    // Neither what begins a sentence in one language nor a blank at its end.
    expect(zh).not.toMatch(/^\s|\s$|[。.]$|,\s/)
  })

  it('are all different, but for what two labs have from the same note', () => {
    const twice = [...Map.groupBy(titled, ({ zh }) => zh).values()].filter(({ length }) => length > 1)
    expect(twice.map((same) => same.map(({ of }) => of))).toEqual([['four-way-close/loopback', 'handshake/loopback']])
  })

  it('of a lab are its own, whatever variant or twin of it is played', async () => {
    const { title, zh } = await loadLab('sequence-numbers')
    expect((await castLab('sequence-numbers', 'cut-otherwise')).lab).toMatchObject({ title, zh })
    // This twin is made of a variant, which has titles of its own.
    expect((await castLab('sequence-numbers', undefined, 'cut-as-before')).lab).toMatchObject({ title, zh })
  })
})
