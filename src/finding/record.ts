import type { WitnessName } from '../evidence.ts'
import type { Milliseconds, State } from '../tcp.ts'

/** What a record must hold for anybody to rely on it. */
export interface RecordFindings {
  /** This witness tells of something after it. */
  'an end that comes last': { readonly by: WitnessName; readonly at: Milliseconds }
  /** One with as many samples as it says. */
  'a whole look': { readonly by: WitnessName; readonly at: Milliseconds }
  'a look that saw': { readonly by: WitnessName; readonly state: State; readonly at: Milliseconds }
  'a line waited for': { readonly line: string; readonly until: Milliseconds }
  'showed queue': { readonly by: WitnessName; readonly bytes: number; readonly at: Milliseconds }
}
