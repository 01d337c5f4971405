import type { Cause, ProgramFindings } from '../../../finding/programs.ts'
import { duration, moment } from '../../../tcp.ts'
import type { FindingWords } from '../../../words.ts'

export const programs: FindingWords<ProgramFindings> = {
  said({ line, at, but }) {
    const when = `'${line}'${at === undefined ? '' : ` at ${moment(at)}`}`
    if (but === undefined) return when
    return but === 'not arrived' ? `${when}, before it had` : `${when}, but then ${but.queued} in its receive queue`
  },
  'all said': ({ lines }) => `it said ${lines.map((line) => `'${line}'`).join(', ')}`,
  'ended by': ({ end, signal }) => `the ${end} program ended by ${signal ?? 'no signal'}`,
  'never said': ({ line }) => `never '${line}'`,
  'never started': ({ end }) => `the ${end} program was never started`,
  cause({ cause, is }) {
    const name = nameOf(cause)
    if (is === 'arrived') return `${name} that had arrived`
    if (is === 'read' || is === 'unread') return `${name} ${is}`
    return is === 'read, by the kernel' ? `its kernel shows ${name} read` : `${name} for the ${is.for} to read`
  },
  'shown instead': ({ line }) => `its kernel shows what '${line}' would say`,
  'still queued': ({ bytes }) => `${bytes} still in the receive queue`,
  'look at queue': ({ end, cause }) => `a look at the ${end}'s receive queue after ${nameOf(cause)} had arrived`,
  told: ({ line, at }) => `no byte before it is told '${line}'${at === undefined ? '' : ` (${moment(at)})`}`,
  'not accepted': ({ connection, time }) =>
    `connection ${connection} still waits for accept() ${duration(time)} after it opened`,
  left: ({ processes }) => processes.join('; '),
  value: ({ value }) => value,
  done: ({ deed: fact }, { deed }) => `the ${fact.host} program ${deed(fact)} at ${moment(fact.at)}`,
  'in vain'({ waited, paths, deeds }, { finding }) {
    const happened = [
      ...paths.map(({ of, path }) => `${of}: ${finding(path)}`),
      ...deeds.map((fact) => finding({ kind: 'done', deed: fact })),
    ]
    return `not within ${duration(waited)}; ${happened.join('; ') || finding('no socket')}`
  },
}

const nameOf = ({ bytes, fin }: Cause): string => (fin ? 'the FIN' : bytes === 1 ? 'a byte' : `${bytes} bytes`)
