import type { Statement } from './statement.ts'
import { closing } from './statements/closing.ts'
import { data } from './statements/data.ts'
import { layers } from './statements/layers.ts'
import { opening } from './statements/opening.ts'
import { questions } from './statements/questions.ts'
import { timeWait } from './statements/time-wait.ts'

/** All of them. A refuted one is settled by labs that show what the kernel really does. */
export const statements: readonly Statement[] = [...opening, ...data, ...closing, ...timeWait, ...layers, ...questions]

/** What a lab's claims may settle. */
export const sideIds: readonly string[] = statements.flatMap(({ sides }) => sides.map(({ id }) => id))
