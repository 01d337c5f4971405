import type { Told } from '../report.ts'
import type { Speaker } from '../words.ts'

/** A report as it is asked for by `--report <name>=<path>`: the option, its help and its file come from here. */
export interface ReportKind {
  /** What is in it, for `--help`. */
  says(of: Told['of']): string
  /** What can be told of in it. */
  readonly of: readonly Told['of'][]
  /** Loads what makes its text; one that has none is drawn from the run's own record, by whoever has that. */
  readonly text?: () => Promise<(told: Told, say: Speaker) => string>
}

const any = ['a run', 'many runs'] as const

const reportKinds = {
  junit: {
    says: () => 'XML for Jenkins, GitLab and the like: one suite per run, one case per claim',
    of: any,
    text: async () => (await import('./junit.ts')).junit,
  },
  tap: {
    says: () => 'TAP 14: one test point per run, its claims as a subtest',
    of: any,
    text: async () => (await import('./tap.ts')).tap,
  },
  gradescope: {
    says: (of) => `results.json for a Gradescope autograder, one point per ${of === 'a run' ? 'claim' : 'lab'}`,
    of: any,
    text: async () => (await import('./gradescope.ts')).gradescope,
  },
  html: {
    says: (of) =>
      of === 'a run'
        ? 'a page that replays the run: one file, for any browser, with no network'
        : 'a page that links the pages of all runs, with what they show of the\nstate diagram',
    of: any,
  },
  perfetto: {
    says: () => 'a trace for ui.perfetto.dev: states as slices, segments as arrows, queues\nas counters',
    of: ['a run'],
    text: async () => (await import('./perfetto.ts')).perfetto,
  },
  pcapng: {
    says: () =>
      'a capture for Wireshark, with each segment once and comments on what became of\nit and of the states; needs editcap and mergecap (package wireshark-common)',
    of: ['a run'],
  },
} as const satisfies Readonly<Record<string, ReportKind>>

export type ReportName = keyof typeof reportKinds

export const reportNames = Object.keys(reportKinds) as readonly ReportName[]

/** The kind of this name, by what every kind has. */
export const reportKind = (name: ReportName): ReportKind => reportKinds[name]

/** The lines of `--help`: each name with what is in it, for those that can tell of this. */
export function reportHelp(of: Told['of']): string {
  const column = 19
  return reportNames
    .filter((name) => reportKind(name).of.includes(of))
    .map((name) => {
      const [first = '', ...rest] = reportKind(name).says(of).split('\n')
      return [
        `  ${`${name}=<file>`.padEnd(column)}${first}`,
        ...rest.map((line) => `  ${' '.repeat(column)}${line}`),
      ].join('\n')
    })
    .join('\n')
}
