import type { GradingWords } from '../grading.ts'

const some = (count: number, one: string, many: string): string => (count === 1 ? one : `${count} ${many}`)

/** What is told of a class that is graded. */
export const grading: GradingWords = {
  index: 'Grades',
  columns: { submission: 'submission', status: 'status', points: 'points', of: 'of', lookAt: 'to look at' },
  statuses: { graded: 'graded', 'to look at': 'to look at', 'not played': 'not played' },
  points: ({ points, of }) => `${points} of ${of} ${of === 1 ? 'point' : 'points'}`,
  cannotRun: (why) => `this machine cannot run it: ${why}`,
  failed: (why) => `it came to no verdict: ${why}`,
  undecided: (claims, more, tries) =>
    `played ${tries === 1 ? 'once' : `${tries} times`}, and still unknown: ${claims.join('; ') || 'it claims nothing'}${more > 0 ? ` (and ${more} more)` : ''}`,
  willBeLookedAt: 'This is not graded yet: a person will look at it.',
  notPlayed: 'This has not been played yet.',
  refused: (why) => `What was handed in could not be used: ${why}.`,

  feedback: (name) => `Feedback for ${name}`,
  total: 'Total',
  everythingShown: 'Everything that this lab asks for was shown.',
  wentWrong: (says, inShort) => `This was not shown: ${says} (${inShort}).`,
  claimsThatFailed: (count) => some(count, 'What was not shown:', 'things were not shown:'),
  follow: (count) =>
    `${some(count, 'One more claim was not shown; it follows', 'more claims were not shown; they follow')} from that.`,
  absent: ({ wanted, there }) =>
    `Your submission has no file ${wanted}, which is the one to be run; what it has there is ${there.join(', ') || 'nothing'}.`,
  notReached: (count) =>
    `${some(count, 'One more thing was', 'more things were')} not checked, because the run did not get that far.`,
  printed: (role) => `What your ${role} printed:`,
  printedNothing: (role) =>
    `Your ${role} printed nothing. It does not have to; but flush what you print to find a mistake, because output to a pipe waits in a buffer.`,
  timesMore: (count) => `… ${some(count, 'once', 'times')} more`,
  linesMore: (count) => `… ${some(count, 'one more line', 'more lines')}`,

  progress: (done, all, what, became) => `${done} of ${all}, ${all - done} left: ${what} ${became}`,
  summary: (counts) =>
    [
      `${some(counts.graded, 'one submission', 'submissions')} graded`,
      ...(counts['to look at'] > 0 ? [`${counts['to look at']} for a person to look at`] : []),
      ...(counts['not played'] > 0 ? [`${counts['not played']} not fully played here`] : []),
    ].join(', '),
  lookAt: (name, what, why) => `  ${name} ${what}: ${why}`,
  written: (folder) => `grades: ${folder}/grades.csv, grades.json; feedback: ${folder}/submissions/<name>/feedback.md`,
  again: (what, changed) =>
    `${what} is played again: ${{ files: 'its files have changed', order: 'the plan now says to play it differently', nothing: 'it was not graded' }[changed]}`,
  shard: (text, by) => `shard ${text}, as ${by} says`,
  nothingToPlay: (all) =>
    `nothing is left to play: ${some(all, 'the one run is', 'runs are')} done; what follows comes from the records`,
  resume: (done, all) => `${done} of ${all} runs are done and kept; the same command with --resume plays the rest`,
}
