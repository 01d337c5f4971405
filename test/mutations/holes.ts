import type { MayPass } from './may-pass.ts'

/** What the judge lets pass and should not. An entry goes when its hole is mended; the campaign fails while there are any. */
export const holes: readonly MayPass[] = []
