import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { blamed, checkedLab } from '../../src/catalogue/checked.ts'
import { castLab, loadLab } from '../../src/catalogue.ts'
import { WrongUsage } from '../../src/errors.ts'
import { type Lab, type Words, words } from '../../src/lab.ts'
import { requireParameter } from '../../src/network/parameters.ts'
import { movedBetween } from '../../src/witness/counters.ts'
import { requireCounters } from '../../src/witness/known-counters.ts'

const lab = await loadLab('close-wait')
const withTwin = (twin: object): Lab => ({ ...lab, twins: { one: { title: 'one', ...twin } as never } })
const claiming = (claims: (words: Parameters<Lab['claims']>[0]) => unknown): Lab => ({
  ...lab,
  claims: claims as Lab['claims'],
})

const set = (sysctls: NonNullable<NonNullable<Lab['network']>['sysctls']>): Lab => ({ ...lab, network: { sysctls } })

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
    ['a kernel parameter', set({ server: { 'net.ipv4.tcp_fin_timout': 2 } }), /no kernel parameter 'net.ipv4.tcp_fin_timout'; did you mean net.ipv4.tcp_fin_timeout,/],
    ['one of a link that no host has', set({ server: { 'net.ipv4.conf.wlan0.rp_filter': 0 } }), /no kernel parameter 'net.ipv4.conf.wlan0.rp_filter'/],
    ['one without its first words', set({ server: { tcp_fin_timeout: 2 } }), /'tcp_fin_timeout' is not of a network namespace: did you mean net.ipv4.tcp_fin_timeout/],
    ["one of the whole machine's", set({ server: { 'vm.swappiness': 0 } }), /'vm.swappiness' is not of a network namespace/],
    ["a variant's", { ...lab, variants: { one: { title: '', zh: '', network: { sysctls: { client: { 'net.core.somaxcon': 1 } } } } } }, /did you mean net.core.somaxconn,/],
    ['a host', set({ sever: {} } as never), /no host 'sever'; did you mean server/],
    ['a wish', { ...lab, network: { rawpeer: true } as never }, /no field 'rawpeer'; did you mean rawPeer/],
    ['a counter', claiming(({ server }) => [server.counts('Tcp.ActivOpens', 1)]), /no counter 'Tcp.ActivOpens'; did you mean Tcp.ActiveOpens,/],
    ['one inside of another claim', claiming(({ either, connections }) => [either(connections(1, 2, ({ client }) => client.counts('TcpExt.TCPKeepalive', 1)), connections(1, 2, ({ client }) => client.never('LISTEN')))]), /did you mean TcpExt.TCPKeepAlive,/],
    ['one that --hold waits for', { ...lab, holds: ({ client }) => client.counts('Tcp.OutRst', 1) }, /did you mean Tcp.OutRsts,/],
  ])('%s', (_, wrong, says) => {
    expect(() => checkedLab('close-wait', wrong)).toThrow(WrongUsage)
    expect(() => checkedLab('close-wait', wrong)).toThrow(says)
  }) // biome-ignore format: a row each

  it('and the file is named', () => {
    expect(() => checkedLab('my-lab', { ...lab, settles: ['?'] })).toThrow(/^labs\/my-lab\/lab\.ts: /)
  })
})

describe('a word that another kernel knows, or this one alone, is no mistake', () => {
  it.each([
    'net.ipv4.tcp_rto_max_ms',
    'net.ipv4.conf.eth0.rp_filter',
    'net.ipv6.conf.default.accept_dad',
    'net.netfilter.x',
  ])('the kernel parameter %s', (name) => expect(() => requireParameter(name)).not.toThrow())

  it('whatever counters this kernel has', () => {
    const has = movedBetween('', ['snmp', 'netstat'].map((name) => readFileSync(`/proc/net/${name}`, 'utf8')).join(''))
    expect(Object.keys(has)).not.toEqual([])
    for (const counter of [...Object.keys(has), 'Lo.packets'])
      expect(() => requireCounters(words.server.counts(counter, 1).states)).not.toThrow()
  })
})

describe('what a play says without a meaning', () => {
  it("is its author's mistake, and the nearest word is named", async () => {
    const play = blamed('close-wait', async () => void words.server.reaches('CLOSE_WAIT' as never))
    await expect(play({} as never)).rejects.toThrow(
      /^labs\/close-wait\/lab\.ts: there is no state 'CLOSE_WAIT'; did you mean CLOSE-WAIT/,
    )
    await expect(play({} as never)).rejects.toThrow(WrongUsage)
  })
})

describe('names that every object has', () => {
  it.each(['toString', 'constructor', '__proto__', 'hasOwnProperty'])('%s is no twin and no variant', async (name) => {
    await expect(castLab('close-wait', undefined, name)).rejects.toThrow(/has no twin/)
    await expect(castLab('close-wait', name)).rejects.toThrow(/has no variant/)
  })
})
