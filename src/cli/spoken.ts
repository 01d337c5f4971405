import { languageFrom, speakerOf } from '../words/spoken.ts'
import type { Speaker } from '../words.ts'

/** What every command takes that tells people something. */
export interface Spoken {
  readonly lang?: string | undefined
}

/** The language that was asked for, or that the environment names. */
export const spoken = ({ lang }: Spoken): Speaker => speakerOf(languageFrom(lang, process.env))
