import type { RunResult } from '../run/run.ts'
export function terminalReport(r: RunResult, o: { verbose: boolean; ladderShown: boolean }): string {
  return (
    JSON.stringify(
      r.judged.map(({ claim, verdict }) => [
        claim.says,
        verdict.outcome,
        (verdict as any).got,
        (verdict as any).expected,
        (verdict as any).measured,
      ]),
      null,
      1,
    ) +
    JSON.stringify(r.spent) +
    '\n'
  )
}
