import type { Side, Statement } from '../../catalogue/statement.ts'
import { nameOf } from '../../words/spoken.ts'
import type { Speaker } from '../../words.ts'

/** A statement as this language has it. */
export const claimIn = ({ claim, zh }: Pick<Statement, 'claim' | 'zh'>, say: Speaker): string =>
  ({ en: claim, zh })[nameOf(say)]

/** What Linux does, as this language has it; nothing where there is no more to say. */
export const linuxIn = ({ linux, zh }: Pick<Side, 'linux' | 'zh'>, say: Speaker): string | undefined =>
  ({ en: linux, zh })[nameOf(say)]

/** Since which kernel it is so, as this language has it. */
export const sinceIn = ({ since, sinceZh }: Pick<Statement, 'since' | 'sinceZh'>, say: Speaker): string | undefined =>
  ({ en: since, zh: sinceZh })[nameOf(say)]
