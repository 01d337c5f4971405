import type { WitnessName } from '../../evidence.ts'
import type { Language } from '../../words.ts'

/** Why a witness was blind. */
export const blind: Language['blind'] = {
  error: (_, { error }) => error,
  ended: (by, { how }) => `${nameOf(by)} ended (${how})`,
  'read no more': (by, { error = 'its thread ended' }) => `${nameOf(by)} is no longer being read: ${error}`,
  'not told in time': (by, { patience }) => `${nameOf(by)} did not hand over all that it had within ${patience} ms`,
  unreadable: (by, { lines, first }) =>
    `${nameOf(by)} printed ${lines} line${lines === 1 ? '' : 's'} that cannot be read: '${first}'`,
  damaged: (by, { damage }) => `${nameOf(by)} printed something that cannot be read: ${damage}`,
  overrun: (by, { lost }) =>
    by === 'wire'
      ? `the kernel dropped ${lost} packets before tcpdump read them`
      : `${lost} events of the trace were lost`,
  'another format': (_, { events }) => `this kernel writes ${events.join(', ')} in another format`,
  'turned off': () => 'somebody turned tracing off',
  'two sockets': (_, { local, remote }) =>
    `two sockets at ${local} toward ${remote}, one of them in another network namespace`,
}

/** What a witness reads, by the name that people know it by. */
function nameOf(by: WitnessName): string {
  const known: Partial<Record<WitnessName, string>> = { wire: 'tcpdump', kernel: 'the trace', table: 'the table' }
  return known[by] ?? by
}
