import { accessSync, closeSync, constants, existsSync, openSync, readSync, statSync } from 'node:fs'
import { extname, isAbsolute, resolve } from 'node:path'
import { WrongUsage } from '../errors.ts'
import type { End } from '../evidence.ts'
import { splitWords } from '../system/command.ts'
import { locate } from '../system/tools.ts'

/**
 * Throws where a command of the user's names nothing that can be run, and says what to do: before any network is built, for
 * whoever mistypes a name wants to know at once.
 *
 * @param folder where it will run
 */
export function requireRunnable(end: End, line: string, folder = process.cwd()): void {
  const [command = '', ...args] = splitWords(line)
  const wrong = (why: string): WrongUsage => new WrongUsage(`--${end} ${JSON.stringify(line)}: ${why}`)
  if (command === '') throw new WrongUsage(`--${end} needs a command, such as --${end} "python3 my_${end}.py"`)
  if (!command.includes('/')) {
    if (!locate(command)) throw wrong(notFound(command, folder))
  } else requireProgram(command, resolve(folder, command), wrong)
  const script = args[0]
  // The first file that an interpreter is given, as far as its name tells that it is one.
  if (script !== undefined && languages[extname(script)] !== undefined && !existsSync(resolve(folder, script)))
    throw wrong(`there is no file ${script}${isAbsolute(script) ? '' : ` in ${resolve(folder)}`}`)
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

function notFound(command: string, folder: string): string {
  const isHere = existsSync(resolve(folder, command))
  const runner = runnerOf(command)
  if (runner !== undefined && isHere) return `this file is run with "${runner} ${command}"`
  return isHere
    ? `a program in this folder is run with "./${command}"`
    : `there is no command ${command} in PATH; install it, or give the path of your program`
}

function requireProgram(command: string, file: string, wrong: (why: string) => WrongUsage): void {
  if (!existsSync(file)) throw wrong(`there is no file ${file}`)
  if (statSync(file).isDirectory()) throw wrong(`${command} is a folder, not a program`)
  const runner = runnerOf(file)
  const byRunner = runner === undefined ? '' : `, or run it with "${runner} ${command}"`
  if (!isExecutable(file)) throw wrong(`${command} is not executable: chmod +x ${command}${byRunner}`)
  const [first = ''] = beginningOf(file).split('\n')
  if (first.startsWith('#!') && first.endsWith('\r'))
    throw wrong(`${command} has Windows line endings, so '${first.trim()}' names no program: dos2unix ${command}`)
  const [interpreter = ''] = first.startsWith('#!') ? first.slice(2).trim().split(/\s+/) : []
  if (interpreter !== '' && !existsSync(interpreter))
    throw wrong(`${command} asks for ${interpreter}, which is not there`)
  if (runner !== undefined && !first.startsWith('#!'))
    throw wrong(
      `${command} does not say what runs it: begin it with a line such as #!/usr/bin/env ${runner}${byRunner}`,
    )
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
