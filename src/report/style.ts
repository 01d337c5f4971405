import picocolors from 'picocolors'

/** Colour only for eyes: a terminal that wants it, or whoever says FORCE_COLOR; never into a pipe, never with NO_COLOR. */
export function wantsColor(stream: { readonly isTTY?: boolean }): boolean {
  if (process.env.NO_COLOR) return false
  return Boolean(process.env.FORCE_COLOR) || (stream.isTTY === true && process.env.TERM !== 'dumb')
}

export const paint = (colors: boolean) => picocolors.createColors(colors)
export type Paint = ReturnType<typeof paint>

/** What a row of the ladder is about, by which it has its colour; what struck it comes before what it is. */
export type Tone = 'fault' | 'again' | 'SYN' | 'FIN' | 'RST' | 'data' | 'plain' | 'dim'

/** The colours of rows: each can be told from the others on dark and on light. */
export const tones = (paints: Paint): Readonly<Record<Tone, (text: string) => string>> => ({
  fault: paints.red,
  again: paints.yellow,
  SYN: paints.green,
  FIN: paints.cyan,
  RST: paints.magenta,
  data: paints.blue,
  plain: (text) => text,
  dim: paints.dim,
})
