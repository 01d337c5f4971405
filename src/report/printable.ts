/**
 * The text with everything spelled out that a terminal obeys, a reader does not see or XML forbids: control and format
 * characters (ESC, NUL, those that turn the direction of writing), lone surrogates, and the line ends that are not `\n`.
 * What a program under test says comes from strangers.
 */
export const printable = (text: string): string =>
  text.replace(/(?![\n\t])[\p{C}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`)

/** The same on one line. */
export const oneLine = (text: string): string => printable(text.replace(/\s+/g, ' ').trim())
