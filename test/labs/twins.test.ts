import { describe, expect, it } from 'vitest'
import { castLab } from '../../src/catalogue.ts'
import type { Claim } from '../../src/claim.ts'
import { type Change, type Words, words } from '../../src/lab.ts'
import { judgeRun } from '../../src/run/judge.ts'
import type { VerdictFile } from '../../src/run/verdict-file.ts'
import { played } from './played.ts'
import { isPlayed, labs } from './plays.ts'
import { didNotHold } from './told.ts'

// All are played before the last one is here.
const timeout = 900_000

/** In these the play is only broken off: nothing that the lab claims fails. */
const onlyBrokenOff = [
  'assassination tcp-rfc1337',
  'cable-pull cable-stays-out',
  'close-pending fin-is-lost',
  'encapsulation server-does-not-answer',
  'flow-control window-stays-closed',
  'handshake server-is-mute',
  'listen client-gives-up',
  'sequence-numbers server-is-mute',
]

/** How the lab is judged with the twin's change: played so, or where only the claims are others, by the lab's own record. */
async function verdictOf(lab: string, twin: string, change: Change): Promise<VerdictFile> {
  if (isPlayed(change)) return (await played({ lab, twin, family: 'IPv4' })).verdict
  const { evidence } = await played({ lab, family: 'IPv4' })
  return judgeRun(await castLab(lab, undefined, twin), evidence).file
}

describe('every twin', () => {
  for (const { name, definition } of labs) {
    for (const [twin, change] of Object.entries<Change & { breaks?(words: Words): readonly Claim[] }>(
      definition.twins,
    )) {
      it(`${name} fails as its twin ${twin}, in claims of its own`, { timeout }, async () => {
        const verdict = await verdictOf(name, twin, change)
        const failed = verdict.claims.filter((claim) => claim.verdict === 'fails').map(({ id }) => id)
        const own = failed.filter((id) => !id.startsWith('universal.'))
        expect(verdict, didNotHold(verdict).join('\n')).toMatchObject({ verdict: 'fail', status: 1 })
        if (change.breaks) {
          const named = change.breaks(words).map(({ id }) => id)
          expect(named).not.toEqual([])
          expect(own).toEqual(expect.arrayContaining(named))
        } else if (onlyBrokenOff.includes(`${name} ${twin}`))
          expect({ own, failed }).toEqual({ own: [], failed: ['universal.play-went-through'] })
        else expect(own).not.toEqual([])
      })
    }
  }
})
