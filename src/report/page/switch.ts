import type { Speaker } from '../../words.ts'
import { type Child, html } from './html.ts'

/** The switch between languages; a style rule does what it says, so that it needs no script. */
export const languageSwitch = (speakers: Readonly<Record<string, Speaker>>, language: string): Child =>
  Object.keys(speakers).length < 2
    ? undefined
    : html`<fieldset class="languages"><legend class="spoken">Language</legend>${Object.entries(speakers).map(
        ([name, say]) =>
          html`<label lang=${name}><input type="radio" name="language" id=${`lang-${name}`} value=${name} checked=${name === language} autocomplete="off" />${say.page.language}</label>`,
      )}</fieldset>`
