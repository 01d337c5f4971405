import { languageFrom, speakerOf } from '../words/spoken.ts'
import type { Speaker } from '../words.ts'

/** What every command takes that tells people something. */
export interface Spoken {
  readonly lang?: string | undefined
}

/** What has a title in each language: a lab, a variant, a twin. */
interface Titled {
  readonly title: string
  readonly zh?: string
}

/** Its title in the language that was asked for; in English where it has no other. */
export const titleIn = ({ title, zh = title }: Titled, { lang }: Spoken): string =>
  ({ en: title, zh })[languageFrom(lang, process.env)]

/** The language that was asked for, or that the environment names. */
export const spoken = ({ lang }: Spoken): Speaker => speakerOf(languageFrom(lang, process.env))
