import { describe, expect, it } from 'vitest'
import { checkedLab } from '../../src/catalogue/checked.ts'
import { castLab, loadLab } from '../../src/catalogue.ts'
import { WrongUsage } from '../../src/errors.ts'
import type { Lab, Words } from '../../src/lab.ts'

const lab = await loadLab('close-wait')
const withTwin = (twin: object): Lab => ({ ...lab, twins: { one: { title: 'one', ...twin } as never } })
const claiming = (claims: (words: Parameters<Lab['claims']>[0]) => unknown): Lab => ({
  ...lab,
  claims: claims as Lab['claims'],
})

describe('a lab with a word that has no meaning is refused, with the nearest right one', () => {
  it.each<[what: string, wrong: Lab, says: RegExp]>([
    ['a state', claiming(({ server }) => [server.passes('CLOSE_WAIT' as never)]), /no state 'CLOSE_WAIT'; did you mean CLOSE-WAIT/],
    ['flags', claiming(({ client }) => [client.resends('XYZ')]), /'XYZ' are not flags/],
    ['a line', claiming(({ wire }) => [wire.shows`client > X 0:0(0)`]), /'X' has no meaning there/],
    ['a bare ...', claiming(({ wire }) => [wire.shows`...`]), /it must say who may send what/],
    ['an id of a claim', claiming(({ server }) => [server.passes('LISTEN').settling('C99')]), /no statement 'C99'/],
    ['a verb of the server only', claiming(({ client }) => [(client as never as { stopsListening(): unknown }).stopsListening()]), /stopsListening is not a function/],
    ['a chapter', { ...lab, lesson: { chapter: 'closeing' as never, step: 1 } }, /no chapter 'closeing'; did you mean closing/],
    ['an id of the lab', { ...lab, settles: ['C1000'] }, /no statement 'C1000'/],
    ['a field', { ...lab, varients: {} } as never, /no field 'varients'; did you mean variants/],
    ['a field of a twin', withTwin({ sever: './x.ts' }), /no field 'sever'; did you mean server/],
    ['a twin that breaks nothing', withTwin({ breaks: () => [] }), /the twin 'one' must name the claims/],
    ['a twin that does not say what it breaks', withTwin({}), /the twin 'one' must name the claims/],
    ['a twin that breaks what the lab does not claim', withTwin({ breaks: ({ server }: Words) => [server.never('LISTEN')] }), /twin 'one' to break: 'server.never\(LISTEN\)'; did you mean server.never\(LAST-ACK\)/],
    ['a twin that breaks what it does not claim itself', withTwin({ claims: () => [], breaks: ({ server }: Words) => [server.never('LAST-ACK')] }), /twin 'one' to break/],
    ['faults of no kind', withTwin({ faults: 'nome', breaks: ({ server }: Words) => [server.never('LAST-ACK')] }), /no faults 'nome'; did you mean none/],
    ['a moment at which nothing happens', withTwin({ after: ({ server }: Words) => server.reaches('LISTEN'), breaks: ({ server }: Words) => [server.never('LAST-ACK')] }), /'one' has 'after' but no 'disturb'/],
  ])('%s', (_, wrong, says) => {
    expect(() => checkedLab('close-wait', wrong)).toThrow(WrongUsage)
    expect(() => checkedLab('close-wait', wrong)).toThrow(says)
  }) // biome-ignore format: a row each

  it('and the file is named', () => {
    expect(() => checkedLab('my-lab', { ...lab, settles: ['?'] })).toThrow(/^labs\/my-lab\/lab\.ts: /)
  })
})

describe('names that every object has', () => {
  it.each(['toString', 'constructor', '__proto__', 'hasOwnProperty'])('%s is no twin and no variant', async (name) => {
    await expect(castLab('close-wait', undefined, name)).rejects.toThrow(/has no twin/)
    await expect(castLab('close-wait', name)).rejects.toThrow(/has no variant/)
  })
})
