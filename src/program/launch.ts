import type { End, Fact, ProgramFact } from '../evidence.ts'
import { type Ending, type Running, signal, start } from '../system/command.ts'
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
  inside(command: string, args: readonly string[]): { command: string; args: string[] }
  now(): Milliseconds
  tell(fact: Fact): void
}

/** A lab's program while it runs. */
export interface LaunchedProgram {
  /** Writes the line that the program waits for. */
  cue(line: string): void
  signal(name: NodeJS.Signals): void
  readonly ended: Promise<Ending>
  ending(): Ending | undefined
  /** Ends it, and whatever it started, at once. */
  kill(): Promise<void>
}

/** Starts a program; every line that it prints, and its end, becomes a fact. */
export function launch(order: ProgramOrder): LaunchedProgram {
  const [command = '', ...args] = [...order.words, ...order.at]
  const inside = order.inside(command, args)
  const tell = (deed: ProgramFact['deed'], text: string, more: Pick<ProgramFact, 'ending'> = {}): void =>
    order.tell({ kind: 'program', at: order.now(), within: ms(0), host: order.end, by: 'program', deed, text, ...more })
  tell('started', order.name)
  const running = start(inside.command, inside.args, order.environment)
  eachLine(running.stdout, (line) => tell('said', line))
  eachLine(running.stderr, (line) => tell('complained', line))
  void running.ended.then((ending) => tell('exited', wordsFor(ending), { ending }))
  return {
    cue(line) {
      tell('cued', line)
      running.stdin.write(`${line}\n`)
    },
    signal(name) {
      tell('signalled', name)
      signal(running, name)
    },
    ended: running.ended,
    ending: running.ending,
    kill: () => kill(running),
  }
}

async function kill(running: Running): Promise<void> {
  signal(running, 'SIGKILL')
  await running.ended
}

/** `exited with status 1`, `was ended by SIGKILL`. */
function wordsFor({ status, signal: name, failure }: Ending): string {
  if (failure !== undefined) return `did not start: ${failure}`
  return name === undefined ? `exited with status ${status}` : `was ended by ${name}`
}

function eachLine(stream: Running['stdout'], take: (line: string) => void): void {
  let rest = ''
  stream.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line !== '') take(line)
  })
  stream.on('end', () => rest !== '' && take(rest))
}
