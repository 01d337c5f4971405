/** The control bits of a segment (RFC 9293 section 3.1) and the letters that tcpdump prints for them. */
const letters = [
  ['F', 0x01],
  ['S', 0x02],
  ['R', 0x04],
  ['P', 0x08],
  ['.', 0x10],
  ['U', 0x20],
  ['E', 0x40],
  ['W', 0x80],
] as const

/** A segment's control bits in tcpdump's letters and order, such as `S.`, `P.`, `F.`. */
export type Flags = string & { readonly of: 'control bits' }

export function flagsOf(bits: number): Flags {
  return letters
    .filter(([, bit]) => bits & bit)
    .map(([letter]) => letter)
    .join('') as Flags
}

/** The control bits as they stand in the header. */
export const bitsOf = (flags: Flags): number =>
  letters.filter(([letter]) => flags.includes(letter)).reduce((bits, [, bit]) => bits | bit, 0)

/** Reads letters in any order; undefined when one of them is no control bit. */
export function readFlags(text: string): Flags | undefined {
  let bits = 0
  for (const letter of text) {
    const known = letters.find(([name]) => name === letter)
    if (!known) return undefined
    bits |= known[1]
  }
  return flagsOf(bits)
}

/** PSH and the ECN bits say nothing about a connection's life, so two segments that differ only there are alike. */
export const withoutHints = (flags: Flags): Flags => flags.replace(/[PEW]/g, '') as Flags
