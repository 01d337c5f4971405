import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { castLab } from '../../src/catalogue.ts'
import { loadEvidence } from '../../src/evidence/load.ts'
import { words } from '../../src/lab.ts'
import { judgeRecord } from '../../src/verdict.ts'

const folder = join(import.meta.dirname, '..', 'fixtures', 'moments')

/** Runs of right programs that were once judged wrong: something happened just while a witness looked. */
describe('a right run is right', () => {
  it.each(readdirSync(folder))('%s', async (name) => {
    const evidence = loadEvidence(join(folder, name))
    const { lab } = await castLab(evidence.setting.lab, evidence.setting.variant)
    const judgement = judgeRecord(lab.claims(words), evidence)
    expect(judgement.claims.filter(({ verdict }) => verdict !== 'holds').map(({ id }) => id)).toEqual([])
    expect(judgement.verdict).toBe('pass')
  })
})
