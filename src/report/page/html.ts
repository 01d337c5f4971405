import { html } from 'htm/preact'
import { type ComponentChildren, h } from 'preact'
import type { Speaker } from '../../words.ts'

/** HTML and SVG as a tagged template; whatever is put into it is text, and escaped when it is written. */
export { html }

export type Child = ComponentChildren

/** Says something in every language that the page has; a style rule shows one of them. */
export type InAll = (tell: (say: Speaker) => string) => Child

/** @param tag `tspan` inside of an SVG text */
export const inAll =
  (speakers: Readonly<Record<string, Speaker>>, tag: 'span' | 'tspan' = 'span'): InAll =>
  (tell) => {
    const texts = Object.entries(speakers).map(([name, say]) => [name, tell(say)] as const)
    const [[, first] = ['', '']] = texts
    if (texts.every(([, text]) => text === first)) return first
    return texts.map(([name, text]) => h(tag, { lang: name, class: `in-${name}` }, text))
  }
