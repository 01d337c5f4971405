import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { isPath, labNames } from '../../src/catalogue/names.ts'
import { loadLab } from '../../src/catalogue.ts'
import { commandLine } from '../../src/cli/main.ts'
import { splitWords } from '../../src/system/command.ts'
import { project } from '../labs/cli.ts'

/** A command that somebody who reads is told to type. */
export interface Command {
  readonly text: string
  readonly words: readonly string[]
  /** Of the project, with its line. */
  readonly at: string
  readonly file: string
}

/** What of it our own command line takes: `['run', 'close-wait', '--ipv6']`. */
export type Arguments = readonly string[]

export const files: readonly string[] = [
  ...['README.md', 'README.zh.md'],
  ...readdirSync(join(project, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
  ...labNames().flatMap((name) => [`labs/${name}/README.md`, `labs/${name}/README.zh.md`]),
]

const { scripts } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>
}

/** Every command of a file: the lines of its blocks of shell, and what is quoted in a sentence and begins as one. */
export function commandsIn(file: string): readonly Command[] {
  const found: Command[] = []
  let fence: string | undefined
  const [, lab] = /^labs\/([^/]+)/.exec(file) ?? []
  const take = (line: string, number: number): void => {
    for (const part of line.split(' && ')) {
      const text = part
        .replace(/\s+#\s.*$/, '')
        .replace(/\s+>\s+\S+$/, '')
        .replace(/^\$ /, '')
        .trim()
      if (text !== '') found.push({ text, words: splitWords(text), at: `${file}:${number}`, file })
    }
  }
  for (const [index, line] of readFileSync(join(project, file), 'utf8').split('\n').entries()) {
    const [, kind] = /^\s*```(\w*)/.exec(line) ?? []
    if (kind !== undefined) fence = fence === undefined ? kind : undefined
    else if (fence === 'sh' && !line.startsWith('#')) take(line, index + 1)
    else if (fence === undefined)
      for (const [, quoted = ''] of line.matchAll(/`([^`]+)`/g)) {
        if (typed.test(quoted)) take(quoted, index + 1)
        // In a lab's own README its options stand for the command with them.
        else if (lab !== undefined && ofRuns.test(quoted)) take(`${lab} ${quoted}`, index + 1)
      }
  }
  return found
}

/** How a command begins that is ours to keep right; `ss -tan` is not. A lab's name before its option is short for its script. */
const typed = new RegExp(
  `^(?:npm (?!run$)|npx |scripts/|node |vagrant |systemd-run |(?:${labNames().join('|')}) --(?:variant|twin) )`,
)

const ofRuns = /^--(?:variant|twin|hold|verbose|json|ipv6|again|server|client|trust|limit|folder)\b/

/** What somebody is to put something of their own for. */
const isOpen = (word: string): boolean => /[<>…]|\.\.\./.test(word)

/** The arguments of our own command line, of a command that calls it: by npm, and by the name of a lab. */
export function argumentsOf({ words }: Command): Arguments | undefined {
  const [first = '', ...rest] = words
  if (labNames().includes(first)) return ['run', ...words]
  if (first !== 'npm') return undefined
  const after = rest[0] === '--prefix' ? rest.slice(2) : rest
  const [run, ...named] = after
  const [script = '', ...more] = named.filter((word, index) => !(index === 0 && word === '-s'))
  if (run !== 'run' || !/^(lab|doctor)(:|$)/.test(script)) return undefined
  const own = isOpen(script) ? ['run', script.slice('lab:'.length)] : (scripts[script] ?? '').split(' ').slice(2)
  return [...own, ...more.filter((word, index) => !(index === 0 && word === '--'))]
}

/** What is wrong with a command, or nothing. */
export async function wrongWith(command: Command): Promise<string | undefined> {
  const { words, file } = command
  const [first = '', second = '', third = ''] = words
  const given = argumentsOf(command)
  const script = second === 'run' ? (third === '-s' ? words[3] : third) : second === 'test' ? 'test' : undefined
  if (first === 'npm' && script !== undefined && !isOpen(script) && scripts[script] === undefined)
    return `package.json has no script '${script}'`
  if (given) return wrongArguments(given)
  const path = first === 'npx' && second === 'node' ? third : first === 'node' ? second : first
  if (!path.includes('/') && !path.endsWith('.ts')) return undefined
  const places = [project, join(project, dirname(file)), join(project, 'src/cli/template')]
  return isOpen(path) || places.some((place) => existsSync(join(place, path))) ? undefined : `there is no ${path}`
}

/** By the command line itself, which does nothing here but read. */
async function wrongArguments(given: Arguments): Promise<string | undefined> {
  const read: { name?: string; operands?: readonly unknown[]; options?: Readonly<Record<string, unknown>> } = {}
  const cli = commandLine(() => {}).configureOutput({ writeErr: () => {}, writeOut: () => {} })
  const all = cli.commands.flatMap((each) => [each, ...each.commands])
  for (const each of all)
    each.configureOutput({ writeErr: () => {}, writeOut: () => {} }).action((...args: readonly unknown[]) => {
      Object.assign(read, { name: each.name(), operands: args.slice(0, -2), options: each.opts() })
    })
  try {
    await cli.parseAsync(
      given.filter((word) => word !== '[…]'),
      { from: 'user' },
    )
  } catch (error) {
    const { message = '', code } = error as { message?: string; code?: string }
    return code === 'commander.helpDisplayed' || code === 'commander.version' ? undefined : message
  }
  const { name = '', operands = [], options = {} } = read
  if (!['run', 'predict', 'show', 'judge'].includes(name)) return undefined
  return wrongLab(String(operands[0]), options)
}

async function wrongLab(given: string, options: Readonly<Record<string, unknown>>): Promise<string | undefined> {
  if (isOpen(given) || given.startsWith('runs/')) return undefined
  const [lab = '', shown] = labNames().includes(given.split('/')[0] ?? '') ? given.split('/') : [given]
  if (isPath(lab)) return undefined
  if (!labNames().includes(lab)) return `there is no lab '${lab}'`
  const { variants = {}, twins } = await loadLab(lab)
  const variant = options.variant ?? shown
  if (typeof variant === 'string' && !isOpen(variant) && !Object.hasOwn(variants, variant))
    return `${lab} has no variant '${variant}'`
  const { twin } = options
  if (typeof twin === 'string' && !isOpen(twin) && !Object.hasOwn(twins, twin)) return `${lab} has no twin '${twin}'`
  return undefined
}

/** Links that lead nowhere: relative ones to a file that is not there, or to a heading that it does not have. */
export function deadLinksIn(file: string): readonly string[] {
  const text = proseOf(readFileSync(join(project, file), 'utf8'))
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = '']) => {
    if (/^[a-z]+:/.test(target)) return []
    const [path = '', anchor] = target.split('#')
    const found = join(project, path === '' ? file : join(dirname(file), path))
    if (!existsSync(found)) return [`${file}: ${target}`]
    if (anchor === undefined || !found.endsWith('.md')) return []
    return anchorsOf(found).includes(anchor)
      ? []
      : [`${file}: ${target}: ${relative(project, found)} has no such heading`]
  })
}

const proseOf = (text: string): string => text.replace(/^```[\s\S]*?^```$/gm, '').replace(/`[^`\n]*`/g, '')

/** As GitHub makes them. */
const anchorsOf = (path: string): readonly string[] =>
  [
    ...readFileSync(path, 'utf8')
      .replace(/^```[\s\S]*?^```$/gm, '')
      .matchAll(/^#+ (.*)$/gm),
  ].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
      .replaceAll(' ', '-'),
  )
