import type { Speaker } from '../words.ts'
import { english } from './en.ts'
import { chinese } from './zh.ts'

/** The languages that everything can be told in, by the names that `--lang` takes. */
export const languages = ['en', 'zh'] as const
export type LanguageName = (typeof languages)[number]

const speakers: Readonly<Record<LanguageName, Speaker>> = { en: english, zh: chinese }

export const speakerOf = (name: LanguageName): Speaker => speakers[name]

/** The name of who speaks. */
export const nameOf = (speaker: Speaker): LanguageName => languages.find((name) => speakers[name] === speaker) ?? 'en'

/** What of an environment names a language: POSIX asks them in this order, and an empty one says nothing. */
type Environment = Readonly<Partial<Record<'LC_ALL' | 'LC_MESSAGES' | 'LANG', string | undefined>>>

/** The language of `--lang`, else of the environment: Chinese of whatever script or place is `zh`, everything else English. */
export function languageFrom(option: string | undefined, env: Environment): LanguageName {
  const said = option ?? [env.LC_ALL, env.LC_MESSAGES, env.LANG].find((name) => name !== undefined && name !== '')
  return said !== undefined && /^zh(?![a-z])/i.test(said) ? 'zh' : 'en'
}
