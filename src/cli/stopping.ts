/** Ctrl+C and its like end the runs that go on, cleanly, and begin no other; whoever asks three times does not wait. */
export function listenForStop() {
  const [stop, kill] = [new AbortController(), new AbortController()]
  let asked = 0
  const hear = (name: NodeJS.Signals): void => {
    asked += 1
    stop.abort(name)
    if (asked >= 3) kill.abort()
  }
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const name of names) process.on(name, hear)
  return {
    stop: stop.signal,
    kill: kill.signal,
    bail: () => stop.abort('by --bail'),
    /** Says whether anybody asked to stop. */
    drop(): boolean {
      for (const name of names) process.off(name, hear)
      return asked > 0
    },
  }
}
