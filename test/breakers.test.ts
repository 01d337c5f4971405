import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { castLab } from '../src/catalogue.ts'
import { words } from '../src/lab.ts'
import { broken } from './breakers.ts'
import { recorded } from './fixtures.ts'
import { without } from './records.ts'

/** What labs.test.ts asks of fresh records of all labs, here of a few that need no kernel. */
describe.each(readdirSync(join(import.meta.dirname, 'fixtures', 'runs')))('of the record of %s', (name) => {
  const record = recorded(name)
  it('each claim holds, and does not by the change that is its own', async () => {
    const cast = await castLab(record.setting.lab, record.setting.variant)
    const own = cast.lab.claims(words).filter((claim) => claim.applies(record))
    const outcomes = own.map((claim) => [
      claim.id,
      claim.judge(record).outcome,
      claim.judge(broken(claim.states, record)).outcome,
    ])
    expect(outcomes).toEqual(own.map(({ id }) => [id, 'holds', 'fails']))
  })
})

describe('a record', () => {
  it('that has nothing of what a claim is about cannot be broken in it, and that is said', () => {
    const nothing = without(recorded('close-wait'), () => true)
    expect(() => broken(words.client.passes('SYN-SENT').states, nothing)).toThrow(
      /the record has no path of the client/,
    )
  })

  it('is broken by no claim that every run is held to', () => {
    expect(() => broken({ verb: 'nothing-left' }, recorded('close-wait'))).toThrow(/no verb of a lab's own claim/)
  })
})
