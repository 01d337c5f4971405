import type { Miscounted, Untold } from '../../story/missing.ts'
import { duration, moment, writeLine } from '../../tcp.ts'
import type { Language } from '../../words.ts'

/** What a claim needs and nobody saw. */
export const missing: Language['missing'] = {
  sight: ({ blind }, say) => `a witness that saw the whole story: ${say.blind(blind)}`,
  counters: ({ end }) => `the counters of the ${end}'s kernel`,
  looks: ({ end, gap }) => `looks at the ${end}'s table: there was none for ${duration(gap)}`,
  word: ({ by, on }) => `word from ${by === 'kernel' ? 'the tracepoints' : 'the table'} on ${untold(on)}`,
  capture: ({ segment, at }) => `a capture of '${writeLine(segment)}' at ${moment(at)} at each tap that it passed`,
  'order of captures': () => 'captures that agree on what came first',
  agreement: ({ end, of, counted, captured: [least, most] }) =>
    `captures and counters that agree: the ${end}'s kernel counts ${counted} ${miscounted[of]}, the wire shows ${least === most ? most : `${least} to ${most}`}`,
}

function untold(on: Untold): string {
  switch (on.is) {
    case 'state': {
      const which = on.connection === 1 ? '' : ` of connection ${on.connection}`
      return `${on.end}${which} in ${on.state} at ${moment(on.at)}`
    }
    case 'course':
      return `how the ${on.end} went on from ${on.from} at ${moment(on.at)}`
    case 'socket':
      return `whose socket ${on.local} ${on.remote} was at ${moment(on.at)}`
    case 'state in time':
      return `${on.end} in ${on.state} when others saw it there`
  }
}

const miscounted: Readonly<Record<Miscounted, string>> = {
  sent: 'segments sent (OutSegs and RetransSegs)',
  arrived: 'segments arrived (InSegs)',
  'sent again': 'segments sent again (RetransSegs)',
  'RSTs sent': 'RSTs sent (OutRsts)',
  'traced: sent again': 'segments sent again (tracepoint)',
  'traced: RSTs sent': 'RSTs sent (tracepoint)',
  'traced: RSTs arrived': 'RSTs arrived (tracepoint)',
}
