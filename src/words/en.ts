import { speaker, type Words } from '../words.ts'
import { claims } from './en/claims.ts'

/** English, all of it: whatever is told to people of a run is said here, and nowhere is any of it read again. */
const en: Words = { claims }

export const english = speaker(en)
