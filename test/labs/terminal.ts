import { stripVTControlCharacters } from 'node:util'
import { execa } from 'execa'
import { project } from './cli.ts'

/** A command that runs on a terminal of its own, whose keys one presses. */
export interface OnTerminal {
  press(keys: string): void
  /** Resolves once all that was shown so far has this, to just that. */
  shows(part: string | RegExp): Promise<string>
  /** All that it has shown, without colours, and its status; once it has ended. */
  readonly ended: Promise<{ readonly status: number | undefined; readonly text: string }>
}

/** Runs a shell's command line with `lab` for the command, on a terminal of so many columns and rows. */
export function onTerminal(line: string, { columns = 80, rows = 50, timeout = 60_000 } = {}): OnTerminal {
  // The shell itself goes on after Ctrl+C.
  const prepared = `stty cols ${columns} rows ${rows}; trap : INT; lab() { '${process.execPath}' src/cli.ts "$@"; }; ${line}`
  const run = execa('script', ['-qec', prepared, '/dev/null'], {
    cwd: project,
    reject: false,
    timeout,
    env: { SHELL: '/bin/sh', TERM: 'xterm', LC_ALL: 'C.UTF-8' },
  })
  let text = ''
  run.stdout.on('data', (data: Buffer) => {
    text += stripVTControlCharacters(data.toString())
  })
  const has = (part: string | RegExp): boolean => text.search(part instanceof RegExp ? part : RegExp.escape(part)) >= 0
  return {
    press: (keys) => void run.stdin.write(keys),
    async shows(part) {
      for (let waited = 0; !has(part); waited += 50) {
        if (waited > 30_000) throw new Error(`it never shows ${part}, but:\n${text}`)
        await new Promise((later) => setTimeout(later, 50))
      }
      return text
    },
    ended: run.then(({ exitCode }) => ({ status: exitCode, text })),
  }
}
