import { html } from 'htm/preact'
import { type ComponentChildren, h } from 'preact'
import type { Speaker } from '../../words.ts'

/** HTML and SVG as a tagged template; whatever is put into it is text, and escaped when it is written. */
export { html }

export type Child = ComponentChildren

/** Says something in every language that the page has; a style rule shows one of them. */
export type InAll = (tell: (say: Speaker, language: string) => string) => Child

/** Says something in the one language in which a title or a label is written that cannot be switched. */
export type InOne = (tell: (say: Speaker) => string) => string

/** The same text in each language that it has, by the languages' names; in English where it has no other. */
export const textIn =
  (texts: Readonly<Record<string, string>>) =>
  (_: Speaker, language: string): string =>
    texts[language] ?? texts.en ?? ''

/** @param tag `tspan` inside of an SVG text */
export const inAll =
  (speakers: Readonly<Record<string, Speaker>>, tag: 'span' | 'tspan' = 'span'): InAll =>
  (tell) => {
    const texts = Object.entries(speakers).map(([name, say]) => [name, tell(say, name)] as const)
    const [[, first] = ['', '']] = texts
    if (texts.every(([, text]) => text === first)) return first
    return texts.map(([name, text]) => h(tag, { lang: name, class: `in-${name}` }, text))
  }
