import { describe, expect, it } from 'vitest'
import { languageFrom, languages, speakerOf } from '../../src/words/spoken.ts'

describe('the language that is spoken', () => {
  it.each([
    ['en', undefined, {}],
    ['zh', undefined, { LANG: 'zh_CN.UTF-8' }],
    ['zh', undefined, { LANG: 'zh_TW' }],
    ['zh', undefined, { LANG: 'zh' }],
    ['en', undefined, { LANG: 'zha_CN' }],
    ['en', undefined, { LANG: 'C.UTF-8' }],
    ['en', undefined, { LANG: 'de_DE.UTF-8' }],
    ['zh', undefined, { LC_MESSAGES: 'zh_CN.UTF-8', LANG: 'en_US.UTF-8' }],
    ['en', undefined, { LC_ALL: 'C', LC_MESSAGES: 'zh_CN.UTF-8', LANG: 'zh_CN.UTF-8' }],
    ['zh', undefined, { LC_ALL: '', LC_MESSAGES: '', LANG: 'zh_CN.UTF-8' }],
    ['en', 'en', { LC_ALL: 'zh_CN.UTF-8' }],
    ['zh', 'zh', { LC_ALL: 'en_US.UTF-8' }],
    ['zh', 'zh-CN', {}],
  ] as const)('is %s where --lang is %s and the environment %j', (name, option, env) =>
    expect(languageFrom(option, env)).toBe(name),
  )
})

it('every language has a speaker of its own', () =>
  expect(languages.map((name) => speakerOf(name).finding('a FIN'))).toEqual(['a FIN', '一个 FIN']))
