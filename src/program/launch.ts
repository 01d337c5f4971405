import { StringDecoder } from 'node:string_decoder'
import type { End, Fact, ProgramFact, ProgramLimit } from '../evidence.ts'
import { kill, type ProcessEnd, type Running, signal, startProgram } from '../system/command.ts'
import { type Confined, startConfined } from '../system/confined.ts'
import type { Sandboxed } from '../system/sandbox.ts'
import { type Milliseconds, ms } from '../tcp.ts'

/** How a program is run: the words of its command, without host and port. */
export interface ProgramOrder {
  readonly end: End
  /** For people: `server.ts`, `python3 my_server.py`. */
  readonly name: string
  readonly words: readonly string[]
  /** Host and port, appended to the command. */
  readonly at: readonly [string, string]
  readonly environment: Readonly<Record<string, string>>
  /** Where nobody trusts it. */
  readonly sandbox?: Sandbox
  /** Does the work where the end's programs live. */
  within<Result>(work: () => Result): Result
  /** What it has started and left behind with its own end, in words. */
  orphans(): readonly string[]
  now(): Milliseconds
  tell(fact: Fact): void
}

/** What a program's sandbox shows and hides, and what may be taken in it; its control group has a name of its own. */
export type Sandbox = Omit<Sandboxed, 'words' | 'environment' | 'groups'> & { readonly name: string }

/** A lab's program while it runs. */
export interface LaunchedProgram {
  /** Writes the line that the program waits for. */
  cue(line: string): void
  signal(name: NodeJS.Signals): void
  readonly ended: Promise<ProcessEnd>
  ending(): ProcessEnd | undefined
  /**
   * Tells which limits it has come upon and, if it has ended, what it has left behind: whoever reads the record must know who
   * kept a connection open.
   */
  tellLeft(): void
  /** How long it has waited for a core in all, in milliseconds, where that is known: of one in a sandbox. */
  waited(): number
  /** Ends it in mid-story, since it has come upon a limit of its sandbox; one without a sandbox has none. */
  endAt(limit: ProgramLimit): void
  /** Ends it, and whatever it started in its session, at once. */
  kill(): Promise<void>
}

/** Starts a program; every line that it prints, and its end, becomes a fact. */
export function launch(order: ProgramOrder): LaunchedProgram {
  const seen = () => ({ kind: 'program', at: order.now(), within: ms(0), host: order.end, by: 'program' }) as const
  const tell = (
    deed: Exclude<ProgramFact['deed'], 'exited' | 'limited'>,
    text: string,
    more: { readonly more?: number } = {},
  ) => order.tell({ ...seen(), deed, text, ...more })
  tell('started', order.name)
  const running = order.within(() => begin(order))
  const limited = new Set<string>()
  const tellLimits = (): void => {
    for (const limit of running.limits().filter((each) => !limited.has(each))) {
      limited.add(limit)
      order.tell({ ...seen(), deed: 'limited', limit })
    }
  }
  const room = { left: limits.inAll }
  const [said, complained] = [
    eachLine(running.stdout, (line) => tell('said', line), room),
    eachLine(running.stderr, (line) => tell('complained', line), room),
  ]
  void running.ended.then((ending) => {
    // Its last line, if it has not ended it; the pipe itself may be held open by what it has left behind.
    said.flush()
    complained.flush()
    const { code: _, ...how } = ending
    tellLimits()
    order.tell({ ...seen(), deed: 'exited', ending: how })
  })
  return {
    cue(line) {
      tell('cued', line)
      running.stdin.write(`${line}\n`)
    },
    signal(name) {
      tell('signalled', name)
      running.signal(name)
    },
    ended: running.ended,
    ending: running.ending,
    tellLeft() {
      // At some it is refused what it asks for, and goes on.
      tellLimits()
      const left = running.ending() ? order.orphans() : []
      const more = left.length - named
      if (left.length > 0) tell('left', left.slice(0, named).join(', '), more > 0 ? { more } : {})
    },
    waited: running.waited,
    endAt: running.endAt,
    kill: running.kill,
  }
}

/** In its sandbox, or as one of ours. */
function begin({ words, at, environment, sandbox }: ProgramOrder): Confined {
  const [command = '', ...args] = [...words, ...at]
  if (sandbox) return startConfined({ ...sandbox, words: [command, ...args], environment }, sandbox.name)
  const running = startProgram(command, args, environment)
  return {
    ...running,
    signal: (name) => signal(running, name),
    waited: () => 0,
    endAt: () => {},
    limits: () => [],
    kill: () => kill(running),
  }
}

/** So many are named, and of the others only how many. */
const named = 5

/**
 * Of a line so many characters are recorded, of a program so many lines of each stream and so many characters in all; whoever
 * prints more is read slowly.
 */
const limits = { line: 65_536, lines: 10_000, inAll: 10 * 1024 * 1024, pause: 20 } as const

/** What of a program's output is still recorded. Characters. */
interface Room {
  left: number
}

/** Takes each line that a program prints; one that prints without end must not keep the harness from everything else. */
export function eachLine(
  stream: Running['stdout'],
  take: (line: string) => void,
  room: Room = { left: limits.inAll },
): { flush(): void } {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  let count = 0
  const tell = (line: string): void => {
    count += 1
    const cut = line.slice(0, limits.line)
    if (room.left <= 0) return
    room.left -= cut.length
    if (room.left <= 0) take(`(more than ${limits.inAll / 1024 ** 2} MiB in all: the rest is not recorded)`)
    else if (count < limits.lines) take(cut)
    else if (count === limits.lines) take(`(more than ${limits.lines} lines: the rest is not recorded)`)
  }
  stream.on('data', (chunk: Buffer) => {
    const lines = (rest + decoder.write(chunk)).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line !== '') tell(line)
    if (rest.length <= limits.line && count < limits.lines && room.left > 0) return
    // What is beyond the limit of a line is thrown away, and more is read only after a while.
    rest = rest.slice(0, limits.line)
    stream.pause()
    setTimeout(() => stream.resume(), limits.pause)
  })
  return {
    flush() {
      if (rest !== '') tell(rest)
      rest = ''
    },
  }
}
