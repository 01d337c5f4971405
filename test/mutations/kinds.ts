import { counts } from './kinds/counts.ts'
import { programs } from './kinds/programs.ts'
import { segments } from './kinds/segments.ts'
import { states } from './kinds/states.ts'
import { story } from './kinds/story.ts'
import { witnesses } from './kinds/witnesses.ts'
import type { Kind } from './mutation.ts'

/** Every way in which records are tampered with. */
export const kinds: readonly Kind[] = [...witnesses, ...segments, ...states, ...counts, ...programs, ...story]
