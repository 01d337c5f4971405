import { type Claim, fails, holds, lacks, makeClaim, refuted, unknown, type Verdict } from '../../claim.ts'
import { type End, type Evidence, type SaidFact, saidAt } from '../../evidence.ts'
import type { Cause } from '../../finding/programs.ts'
import { statesOf } from '../../story/blindness.ts'
import { causeOf, wasRead } from './cause.ts'
import { type Shown, shownOf } from './shown.ts'

/**
 * The program at this end says the line; where it says that it has read something, that had arrived, and its socket's receive
 * queue does not hold it any more. Of a program that is not ours nobody asks for the line: what its kernel shows stands in.
 */
export function says(end: End, line: string, on?: { after: 'F' }): Claim {
  const cause: Cause | undefined = on ? { fin: true } : causeOf(line)
  return makeClaim({
    states: { verb: 'says', of: { end }, line, ...on },
    needs: cause ? ['wire', statesOf(end)] : [],
    line: { end, text: line },
    applies: (evidence) => isOurs(evidence, end) || cause !== undefined || shownOf(evidence, end, line) !== undefined,
    judge(evidence) {
      if (!isOurs(evidence, end)) {
        if (cause) return judgeReading(evidence, end, cause)
        const shown = shownOf(evidence, end, line)
        if (shown) return judgeShown(line, shown)
      }
      const lines = saidAt(evidence, end)
      const said = lines.find((fact) => fact.text === line)
      if (!said)
        return lacks(
          { kind: 'said', line },
          lines.length > 0 ? { kind: 'all said', lines: lines.map(({ text }) => text) } : 'said nothing',
        )
      if (cause) return judgeCause(evidence, cause, said)
      const shown = shownOf(evidence, end, line, said.at)
      return shown && 'wants' in shown ? fails(shown.wants, { kind: 'said', line, at: said.at }, [said]) : holds([said])
    },
  })
}

const isOurs = ({ setting }: Evidence, end: End): boolean => !setting.replaced.includes(end)

function judgeCause(evidence: Evidence, cause: Cause, said: SaidFact): Verdict {
  const read = wasRead(evidence, said.host, cause, said.at)
  const line = { kind: 'said', line: said.text, at: said.at } as const
  if (read.is === 'not arrived')
    return fails({ kind: 'cause', cause, is: 'arrived' }, { ...line, but: 'not arrived' }, [said, ...read.because])
  if (read.is === 'unread')
    return refuted({ kind: 'cause', cause, is: 'read' }, { ...line, but: { queued: read.queued } }, [
      said,
      ...read.because,
    ])
  return holds([...(read.is === 'read' ? read.because : []), said])
}

const judgeShown = (line: string, shown: Shown): Verdict =>
  'wants' in shown
    ? lacks(shown.wants, shown.got ?? 'nothing', shown.because ?? [])
    : holds(shown.because, { kind: 'shown instead', line })

function judgeReading(evidence: Evidence, end: End, cause: Cause): Verdict {
  const read = wasRead(evidence, end, cause)
  if (read.is === 'read') return holds(read.because, { kind: 'cause', cause, is: 'read, by the kernel' })
  if (read.is === 'not arrived') return lacks({ kind: 'cause', cause, is: { for: end } }, 'never arrived', read.because)
  if (read.is === 'untold') return unknown({ kind: 'look at queue', end, cause })
  return lacks({ kind: 'cause', cause, is: 'read' }, { kind: 'still queued', bytes: read.queued }, read.because)
}
