import { accessSync, closeSync, constants, existsSync, openSync, readSync, statSync } from 'node:fs'
import { extname, resolve } from 'node:path'
import { WrongUsage } from '../errors.ts'
import type { End } from '../evidence.ts'
import { splitWords } from '../system/command.ts'
import { locate } from '../system/tools.ts'

/**
 * Throws where a command of the user's names nothing that can be run, and says what to do: before any network is built, for
 * whoever mistypes a name wants to know at once.
 */
export function requireRunnable(end: End, line: string): void {
  const [command = '', ...args] = splitWords(line)
  const wrong = (why: string): WrongUsage => new WrongUsage(`--${end} ${JSON.stringify(line)}: ${why}`)
  if (command === '') throw wrong(`it needs a command, such as "python3 my_${end}.py"`)
  if (!command.includes('/')) {
    if (!locate(command)) throw wrong(notFound(command))
  } else requireProgram(command, wrong)
  const script = args[0]
  // The first file that an interpreter is given, as far as its name tells that it is one.
  if (script !== undefined && languages[extname(script)] !== undefined && !existsSync(script))
    throw wrong(`there is no file ${script} in ${process.cwd()}`)
}

/** What runs a file of this name. */
const languages: Readonly<Record<string, string>> = {
  '.py': 'python3',
  '.pl': 'perl',
  '.js': 'node',
  '.mjs': 'node',
  '.ts': 'node',
  '.rb': 'ruby',
  '.sh': 'sh',
  '.jar': 'java -jar',
  '.java': 'java',
}

const runnerOf = (file: string): string | undefined => languages[extname(file)]

function notFound(command: string): string {
  const runner = runnerOf(command)
  if (runner !== undefined && existsSync(command)) return `a file is run by "${runner} ${command}"`
  return existsSync(command)
    ? `a program in this folder is run by "./${command}"`
    : `no command ${command} is found in PATH; install it, or give the path of your program`
}

function requireProgram(file: string, wrong: (why: string) => WrongUsage): void {
  if (!existsSync(file)) throw wrong(`there is no file ${resolve(file)}`)
  if (statSync(file).isDirectory()) throw wrong(`${file} is a folder, and no program`)
  const runner = runnerOf(file)
  const byRunner = runner === undefined ? '' : `, or have it run by "${runner} ${file}"`
  if (!isExecutable(file)) throw wrong(`${file} may not be executed: chmod +x ${file}${byRunner}`)
  const [first = ''] = beginningOf(file).split('\n')
  if (first.startsWith('#!') && first.endsWith('\r'))
    throw wrong(`${file} has the line ends of Windows, so that '${first.trim()}' names no program: dos2unix ${file}`)
  const [interpreter = ''] = first.startsWith('#!') ? first.slice(2).trim().split(/\s+/) : []
  if (interpreter !== '' && !existsSync(interpreter)) throw wrong(`${file} asks for ${interpreter}, which is not there`)
  if (runner !== undefined && !first.startsWith('#!'))
    throw wrong(`${file} does not say what runs it: begin it with a line such as #!/usr/bin/env ${runner}${byRunner}`)
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return (statSync(file).mode & 0o111) !== 0
  } catch {
    return false
  }
}

/** As much of it as a first line may be. */
const enough = 256

function beginningOf(file: string): string {
  const opened = openSync(file, 'r')
  try {
    const buffer = Buffer.alloc(enough)
    return buffer.toString('latin1', 0, readSync(opened, buffer, 0, enough, 0))
  } catch {
    return ''
  } finally {
    closeSync(opened)
  }
}
