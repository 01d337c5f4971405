import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { labNames } from '../../src/catalogue/names.ts'
import { loadLab } from '../../src/catalogue.ts'
import { universalClaims } from '../../src/claims/universal.ts'
import { partsOf } from '../../src/evidence/assertion.ts'
import type { Fact } from '../../src/evidence.ts'
import type { Finding } from '../../src/finding.ts'
import { words } from '../../src/lab.ts'
import { s } from '../../src/tcp.ts'
import { judgeAll } from '../../src/verdict.ts'
import { languages, speakerOf } from '../../src/words/spoken.ts'
import { claims as claimWords } from '../../src/words/zh/claims.ts'
import { facts as factWords } from '../../src/words/zh/facts.ts'
import { things } from '../../src/words/zh/things.ts'
import { chinese } from '../../src/words/zh.ts'
import { recorded } from '../fixtures.ts'
import * as samples from './samples.ts'

const { client, server, wire } = words

describe('in Chinese a claim', () => {
  it.each([
    ['服务器在 CLOSE-WAIT 停留 3.00 s，其间没有计时器在运行', server.stays('CLOSE-WAIT', s(3))],
    ['客户端依次经过 SYN-SENT → ESTABLISHED', client.passes('SYN-SENT', 'ESTABLISHED')],
    ['连接 3 的客户端进入 CLOSED', words.connection(3).client.reaches('CLOSED')],
    ["服务器程序在 FIN 到达后输出 'eof'", server.says('eof', { after: 'F' })],
    ['客户端内核的计数器 Tcp.OutRsts 为 2 或更多', client.counts('Tcp.OutRsts', 2, Number.POSITIVE_INFINITY)],
    ['线路上出现 [S] ...', wire.shows`client > S\n...client > .`],
    ['在连接 2 上，线路上从不出现客户端的 [R]', words.connection(2).wire.neverShows('client', 'R')],
    ['连接 2 到 8 中每一个的客户端从未处于 CLOSING', words.connections(2, 8, (its) => its.client.never('CLOSING'))],
    [
      '要么连接 1 到 3 中至少一个的服务器进入 CLOSED，要么在连接 1 到 3 中至少一个上，线路上从不出现客户端的 [R]',
      words.oneOf(1, 3, (its) => words.either(its.server.reaches('CLOSED'), its.wire.neverShows('client', 'R'))),
    ],
  ])('says: %s', (sentence, { states }) => expect(chinese.claim(states)).toBe(sentence))
})

/** What a thing says itself is somebody's own words, a line of notation or a name: it is the same in every language. */
const own = 'rate line lines text names name counter control event detail left list macs processes'.split(' ')

function ownOf(thing: unknown, key = ''): string[] {
  if (typeof thing === 'string') return own.includes(key) ? [thing] : []
  if (typeof thing !== 'object' || thing === null) return []
  return Object.entries(thing).flatMap(([name, value]) => ownOf(value, Array.isArray(thing) ? key : name))
}

/** What stays as it is: commands, calls, units, the words of tcpdump and ss. States, flags and the like have capitals. */
const latin =
  /^(?:[A-Z]+s?|[A-Z][\w-]*[A-Z\d][\w-]*|ss|netstat|tcpdump|cookie|backlog|flush|root|tracefs|python3|[mn]?s|ack|ttl|cubic|reno|ssthresh|cwnd|Home|End|f|timewait|persist|mbit|Mbit|Linux|True|-u|[\w]+_[\w]+|--[a-z]+)$/
const notation = /\b(?:client|server) > (?:\S+ +\d+:\d+\(\d+\)(?: ack \d+)?|\S+)/g

/** What is left of a sentence to be translated: in place of each thing's own words stands a word in capitals. */
function translated(sentence: string, of: unknown): string {
  return (
    ownOf(of)
      .filter((text) => /[a-z]{2}|\s/.test(text))
      .toSorted((a, b) => b.length - a.length)
      .reduce((text, each) => text.replaceAll(each, 'OWN'), sentence)
      .replaceAll(notation, 'OWN')
      // The id of a claim.
      .replaceAll(/“[\w.#(),-]+”/g, '“”')
      .replaceAll(/\w+\(\)/g, 'CALL()')
      .replaceAll(/'[^']*'/g, "''")
  )
}

/** The Latin words of a Chinese sentence that should have been Chinese. */
function leftovers(sentence: string, of: unknown): string[] {
  const words = translated(sentence, of).match(/[\w-]*[A-Za-z][\w-]*/g) ?? []
  return words.filter((word) => !latin.test(word))
}

/** Whether it is a sentence, in Chinese; where there are no words to translate, in figures. */
function expectChinese(sentence: string, of: unknown): void {
  expect(sentence).toMatch(/\S/)
  expect(sentence).not.toMatch(/undefined|NaN|null|\[object|Infinity/)
  expect(leftovers(sentence, of), sentence).toEqual([])
  // Where Chinese and Chinese meet there is no blank, and none at either end.
  const plain = translated(sentence, of)
  expect(plain, sentence).not.toMatch(/\p{Script=Han} +\p{Script=Han}|^\s|\s$| {2}|[（，；：。、] | [），；：。、]/u)
  // Between Chinese and Latin there is one, or a mark.
  expect(plain, sentence).not.toMatch(/\p{Script=Han}[A-Za-z\d]|[A-Za-z\d]\p{Script=Han}/u)
}

const labs = await Promise.all(labNames().map(loadLab))
const told = labs.flatMap((lab) => [lab, ...Object.values(lab.variants ?? {}), ...Object.values(lab.twins)])
const claims = told.flatMap((each) => each.claims?.(words) ?? [])
/** What a play waits for, and no lab claims. */
const awaited = [
  server.acceptsAll(),
  server.reaches('LISTEN'),
  server.acknowledges(6),
  words.link('client').has('client > all who-has router'),
]
const every = [...claims, ...universalClaims(claims), ...awaited]

describe('all that can be told is told in Chinese:', () => {
  it('every claim of every lab, and there is one of every verb', () => {
    for (const { states } of every) expectChinese(chinese.claim(states), states)
    const said = every.flatMap(({ states }) => [states.verb, ...partsOf(states).map(({ verb }) => verb)])
    expect(Object.keys(claimWords).filter((verb) => !said.some((each) => each === verb))).toEqual([])
  })

  it.each(samples.findings.map((found) => [found.kind, found] as const))('what was found: %s', (_, found) =>
    expectChinese(chinese.finding(found), found),
  )
  it.each(Object.keys(things))('what needs no further word: %s', (thing) =>
    expectChinese(chinese.finding(thing as Finding), thing),
  )
  it.each(samples.missing)('what nobody saw: $what', (missing) => expectChinese(chinese.missing(missing), missing))
  it.each(samples.blind)('why a witness was blind: $is', (cause) => {
    for (const by of ['wire', 'kernel', 'table', 'ss'] as const) expectChinese(chinese.blind({ by, cause }), cause)
  })
  it.each(samples.troubles)('what went wrong with a program: $is', (deed) => {
    for (const end of ['client', 'server'] as const) expectChinese(chinese.trouble(end, deed), deed)
  })
  it.each(samples.hints)('what may help: $is', (hint) => expectChinese(chinese.hint('client', hint), hint))
  it.each(samples.facts.map((fact) => [fact.kind, fact] as const))('what happened: %s', (_, fact) =>
    expectChinese(chinese.fact(fact), fact),
  )
  it('and samples are there of every kind of fact', () => {
    const known = [...samples.facts, ...recorded('close-wait').facts, ...recorded('routing').facts]
    const kinds = new Set<string>(known.map(({ kind }) => kind))
    expect(Object.keys(factWords).filter((kind) => !kinds.has(kind))).toEqual([])
  })
})

describe('what reports and grades say of their own accord', () => {
  const texts = (thing: unknown): string[] => {
    if (typeof thing === 'string') return [thing]
    return typeof thing === 'object' && thing !== null ? Object.values(thing).flatMap(texts) : []
  }
  it.each([
    ...texts(chinese.reports),
    ...texts(chinese.grading),
    ...texts(chinese.page),
    ...texts(chinese.doctor.verdicts),
    ...texts({ ...chinese.ledger, file: chinese.ledger.file.chapters }),
  ])('is Chinese: %s', (text) => expectChinese(text, ''))

  const { reports, grading } = chinese
  const held = { end: 'server', state: 'CLOSE-WAIT', lasted: s(3) } as const
  it.each([
    ['停留：服务器在 CLOSE-WAIT 停留 3.00 s', reports.held({ ...held, still: false })],
    ['停留：连接 2 的服务器在 CLOSE-WAIT 停留 3.00 s，记录结束时仍在', reports.held({ ...held, connection: 2, still: true })],
    ['停留：9 个连接的服务器在 CLOSE-WAIT 停留 3.00 s 以上', reports.held({ ...held, many: 9, still: false })],
    ['5 条断言中 2 条成立，1 条不成立，2 条未进行到', reports.verdict({ all: 5, holds: 2, fails: 1, unknown: 0, 'not reached': 2 })],
    ['变体 fork，反例 mute', reports.change({ variant: 'fork', twin: 'mute' })],
    ['... 仍在运行，3.00 s：客户端处于 ESTABLISHED，服务器尚无状态', reports.progress({ since: s(3), ends: [{ end: 'client', state: 'ESTABLISHED' }, { end: 'server', state: undefined }] })],
    ['实际：无；期望：一个 FIN', reports.inShort({ got: '无', expected: '一个 FIN' })],
    ['8 分（满分 10 分）', grading.points({ points: 8, of: 10 })],
    ['3 份提交已评分，1 份需要由人查看', grading.summary({ graded: 3, 'to look at': 1, 'not played': 0 })],
    ['重新运行 x：文件有改动', grading.again('x', 'files')],
  ])('is: %s', (sentence, said) => expect(said).toBe(sentence)) // biome-ignore format: a row each
})

describe('in the record of', () => {
  const names = readdirSync(join(import.meta.dirname, '../fixtures/runs'))
  it.each(names)('%s every fact and all that any claim finds is told in Chinese', (name) => {
    const record = recorded(name)
    for (const fact of record.facts)
      expectChinese(chinese.fact(fact, "'notation'"), { ...fact, lines: olderWords(fact) })
    for (const { verdict } of judgeAll(every, record)) {
      if (verdict.outcome === 'not reached') continue
      const { outcome, ...found } = verdict
      for (const each of Object.values(found).filter(isFinding)) expectChinese(chinese.finding(each), each)
    }
  })
})

/** What an older record's play waited for is there in words. */
const olderWords = (fact: Fact): string => (fact.kind === 'awaited' && !fact.states ? fact.what : '')

const isFinding = (thing: unknown): thing is Finding =>
  (typeof thing === 'string' && thing in things) ||
  (typeof thing === 'object' && thing !== null && 'kind' in thing && thing.kind !== undefined)

describe('in each language nothing is left open:', () => {
  it.each(languages)('%s', (language) => {
    const say = speakerOf(language)
    const sentences = [
      ...samples.findings.map(say.finding),
      ...samples.missing.map(say.missing),
      ...samples.troubles.map((deed) => say.trouble('client', deed)),
      ...samples.facts.map((fact) => say.fact(fact)),
    ]
    for (const sentence of sentences) expect(sentence).not.toMatch(/undefined|NaN|\[object|Infinity|^$/)
    // A word of one branch that is said in another too would not be missed: each sample is a sentence of its own.
    expect(new Set(sentences).size).toBeGreaterThan(sentences.length * 0.8)
  })
})

describe('what is looked for would be found:', () => {
  it.each([
    ['客户端 was reset', /was/],
    ['client进入 CLOSED', /client/],
  ])('%s', (sentence, word) => expect(leftovers(sentence, {}).join(' ')).toMatch(word))
  it.each(['客户端进入CLOSED', '客户端 进入 CLOSED', '客户端在 undefined', '等待 9 ms ，没有等到'])('%s', (sentence) =>
    expect(() => expectChinese(sentence, {})).toThrow(),
  )
})
