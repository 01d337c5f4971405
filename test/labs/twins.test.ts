import { describe, expect, it } from 'vitest'
import { castLab } from '../../src/catalogue.ts'
import { type Twin, words } from '../../src/lab.ts'
import { judgeRun } from '../../src/run/judge.ts'
import type { VerdictFile } from '../../src/run/verdict-file.ts'
import { played } from './played.ts'
import { isPlayed, labs } from './plays.ts'
import { didNotHold } from './told.ts'

// All are played before the last one is here.
const timeout = 900_000

/** How the lab is judged with the twin's change: played so, or where only the claims are others, by the lab's own record. */
async function verdictOf(lab: string, twin: string, change: Twin): Promise<VerdictFile> {
  if (isPlayed(change)) return (await played({ lab, twin, family: 'IPv4' })).verdict
  const { evidence } = await played({ lab, family: 'IPv4' })
  return judgeRun(await castLab(lab, undefined, twin), evidence).file
}

describe('every twin', () => {
  for (const { name, definition } of labs) {
    for (const [twin, change] of Object.entries(definition.twins)) {
      const breaks = change.breaks(words).map(({ id }) => id)
      it(`${name} fails as its twin ${twin}, in ${breaks.join(' and ')}`, { timeout }, async () => {
        const verdict = await verdictOf(name, twin, change)
        const failed = verdict.claims.filter((claim) => claim.verdict === 'fails').map(({ id }) => id)
        expect(failed, didNotHold(verdict).join('\n')).toEqual(expect.arrayContaining(breaks))
        expect(verdict).toMatchObject({ verdict: 'fail', status: 1 })
      })
    }
  }
})
