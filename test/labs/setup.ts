// Plays what the tests want, once, while they run: as soon as the first of them asks for a record.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { project } from './cli.ts'
import { writeWhole } from './ends.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the records go, and how each run ended; see played.ts. */
    readonly played: string
  }
}

/** How often it looks whether somebody asks. */
const interval = 100

export default function setup({ provide }: TestProject): () => Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tcp-labs-played-'))
  mkdirSync(join(folder, 'ends'))
  provide('played', folder)
  let playing: ReadonlyArray<{ readonly child: ChildProcess; readonly ended: Promise<void> }> = []
  const waiting = setInterval(() => {
    if (!existsSync(join(folder, 'wanted'))) return
    clearInterval(waiting)
    playing = [
      start(folder, 'all', ['src/cli.ts', 'all', '--json', '--again', '5', '--no-page']),
      start(folder, 'others', ['test/labs/play.ts', join(folder, 'ends')]),
    ]
  }, interval)
  return async () => {
    clearInterval(waiting)
    // Whoever breaks the tests off breaks these off.
    for (const { child } of playing) child.kill('SIGTERM')
    await Promise.all(playing.map(({ ended }) => ended))
    rmSync(folder, { recursive: true })
  }
}

/** Starts the program; when it has ended, `<name>.json` says how, and what it said. */
function start(folder: string, name: string, args: readonly string[]) {
  const child = spawn(process.execPath, args, {
    cwd: project,
    env: { ...process.env, TCP_LABS_RUNS: join(folder, name) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = Promise.all([child.stdout, child.stderr].map(textOf))
  const end = async (): Promise<void> => {
    const [status, signal] = (await once(child, 'close')) as [number | null, string | null]
    const [stdout, stderr] = await said
    writeWhole(join(folder, `${name}.json`), { status: status ?? signal, stdout, stderr })
  }
  return { child, ended: end() }
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = ''
  for await (const chunk of stream) text += chunk
  return text
}
