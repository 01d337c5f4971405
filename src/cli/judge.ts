import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { castLab } from '../catalogue.ts'
import { WrongUsage } from '../errors.ts'
import { loadEvidence } from '../evidence/load.ts'
import type { Evidence } from '../evidence.ts'
import { ladder } from '../report/ladder.ts'
import { wantsColor } from '../report/style.ts'
import { terminalReport } from '../report/terminal.ts'
import { runsFolder } from '../run/folders.ts'
import { judgeRun } from '../run/judge.ts'

export interface JudgeOptions {
  readonly json?: boolean
  readonly verbose?: boolean
}

/** Judges a recorded run again, from its record alone, and resolves to the status that the run itself ended with. */
export async function judgeCommand(folder: string, { json = false, verbose = false }: JudgeOptions): Promise<number> {
  const evidence = recordIn(folder)
  const { lab, variant, twin } = evidence.setting
  const { judgement, file } = judgeRun(await castLab(lab, variant, twin), evidence)
  if (json) process.stdout.write(`${JSON.stringify(file, undefined, 2)}\n`)
  else
    process.stdout.write(
      terminalReport({ evidence, judgement, file, folder: resolve(folder) }, { verbose, ladderShown: true }),
    )
  return file.status
}

/** Draws the ladder of a recorded run; as JSON, its whole record. */
export interface ShowOptions {
  readonly json?: boolean
  readonly whole?: boolean
}

export async function showCommand(folder: string, { json = false, whole = false }: ShowOptions): Promise<void> {
  const evidence = recordIn(folder)
  if (json) {
    process.stdout.write(`${JSON.stringify(evidence, undefined, 2)}\n`)
    return
  }
  const width = Math.min(120, Math.max(80, process.stdout.columns ?? 80))
  process.stdout.write(`${ladder(evidence, { width, colors: wantsColor(process.stdout), whole }).join('\n')}\n`)
}

function recordIn(folder: string): Evidence {
  const file = join(resolve(folder), 'evidence.jsonl')
  if (!existsSync(file))
    throw new WrongUsage(`there is no record: looked for ${file}, but ${whatIsAt(folder)}${runs()}`)
  try {
    return loadEvidence(folder)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new WrongUsage(`the record cannot be read: ${why}; looked in ${file}${runs()}`)
  }
}

function whatIsAt(folder: string): string {
  if (!existsSync(folder)) return `there is no folder ${folder}`
  if (!statSync(folder).isDirectory()) return `${folder} is a file; the run's folder is wanted`
  const names = namesIn(folder).sort()
  const shown = names.slice(0, 6).join(', ')
  return `${folder} holds ${names.length > 6 ? `${shown} and more` : shown || 'nothing'}`
}

/** The records there are, in a form that can be pasted into the next command. */
function runs(): string {
  const folders = recordedRuns()
  if (folders.length === 0) return '\n     there are no recorded runs yet; npm run lab:<name> makes one'
  const more = folders.length > 8 ? [`and ${folders.length - 8} older ones`] : []
  return ['', 'recorded runs, the latest first:', ...folders.slice(0, 8).map((each) => `  ${each}`), ...more].join(
    '\n     ',
  )
}

/** A run's folder is named for its time, so names sort as times do. */
function recordedRuns(): string[] {
  return namesIn(runsFolder)
    .flatMap((lab) => namesIn(join(runsFolder, lab)).map((time) => ({ time, folder: join(runsFolder, lab, time) })))
    .filter(({ time, folder }) => time !== 'latest' && existsSync(join(folder, 'evidence.jsonl')))
    .toSorted((a, b) => b.time.localeCompare(a.time))
    .map(({ folder }) => relative(process.cwd(), folder))
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
