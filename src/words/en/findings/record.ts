import type { RecordFindings } from '../../../finding/record.ts'
import { moment } from '../../../tcp.ts'
import type { FindingWords } from '../../../words.ts'

export const record: FindingWords<RecordFindings> = {
  'an end that comes last': ({ by, at }) => `an end that comes last: ${by} tells of ${moment(at)}`,
  'a whole look': ({ by, at }) => `a complete look by ${by} at ${moment(at)}`,
  'a look that saw': ({ by, state, at }) => `a look in which ${by} saw ${state} at ${moment(at)}`,
  'a line waited for': ({ line, until }) => `the line '${line}', for which the play waited until ${moment(until)}`,
  'showed queue': ({ by, bytes, at }) => `${by} showed ${bytes} at ${moment(at)}`,
}
