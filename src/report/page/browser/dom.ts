/** The element of this id; the page has been written with it. */
export function byId<Kind extends Element = HTMLElement>(id: string): Kind {
  const found = document.getElementById(id)
  if (!found) throw new Error(`the page has no #${id}`)
  return found as unknown as Kind
}

export const all = <Kind extends Element = Element>(selector: string): readonly Kind[] => [
  ...document.querySelectorAll<Kind>(selector),
]

/** The language that the page is shown in. */
export const language = (): string =>
  document.querySelector<HTMLInputElement>('input[name=language]:checked')?.value ?? document.documentElement.lang
