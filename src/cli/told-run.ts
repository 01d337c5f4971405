import { nameOf, type Planned } from '../catalogue/plan.ts'
import type { Cast } from '../catalogue.ts'
import type { Evidence } from '../evidence.ts'
import type { Result, ToldRun } from '../report.ts'
import { exitStatus } from '../run/exit-status.ts'
import { foundIn, type VerdictFile } from '../run/verdict-file.ts'

/** What was asked for, as far as a report names it. */
export type RunName = Pick<Planned, 'lab' | 'variant' | 'round'> & { readonly twin?: string }

export const askedOf = ({ name, variant, twin }: Cast): RunName => ({
  lab: name,
  ...(variant === undefined ? {} : { variant }),
  ...(twin === undefined ? {} : { twin }),
})

export const toldName = ({ lab, variant, round, twin }: RunName): string =>
  `${nameOf({ lab, ...(variant === undefined ? {} : { variant }) })}${twin === undefined ? '' : ` twin ${twin}`}${round === undefined ? '' : ` (${round})`}`

/** A run that was judged; with its evidence the facts behind each claim are told too. */
export function toldVerdict(
  asked: RunName,
  file: VerdictFile,
  { seconds, record, evidence }: { seconds: number; record: string; evidence: Evidence | undefined },
): ToldRun {
  const { lab, variant, title, began, family, kernel, programs, replaced, status, verdict, claims } = file
  return {
    name: toldName(asked),
    lab,
    ...(variant === undefined ? {} : { variant }),
    result: verdict,
    ...{ status, seconds, title, began, family, kernel, programs, record },
    ...(replaced === undefined ? {} : { replaced }),
    claims: claims.map(foundIn),
    ...(evidence ? { evidence } : {}),
  }
}

/** A run that came to no verdict, and why. */
export function toldFailure(
  asked: RunName,
  { status, reason, seconds }: { status: number; reason: string; seconds: number },
) {
  const { lab, variant } = asked
  const run: ToldRun = {
    name: toldName(asked),
    lab,
    ...(variant === undefined ? {} : { variant }),
    result: resultOf(status),
    ...{ status, seconds, reason },
    claims: [],
  }
  return run
}

function resultOf(status: number): Result {
  if (status === exitStatus.host) return 'cannot run'
  return status === exitStatus.interrupted ? 'interrupted' : 'error'
}
