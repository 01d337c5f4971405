import picocolors from 'picocolors'

/** Colour only for eyes: a terminal that wants it, or whoever says FORCE_COLOR; never into a pipe, never with NO_COLOR. */
export function wantsColor(stream: { readonly isTTY?: boolean }): boolean {
  if (process.env.NO_COLOR) return false
  return Boolean(process.env.FORCE_COLOR) || (stream.isTTY === true && process.env.TERM !== 'dumb')
}

export const paint = (colors: boolean) => picocolors.createColors(colors)
export type Paint = ReturnType<typeof paint>
