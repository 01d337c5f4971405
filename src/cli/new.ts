import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { isPath, labNames, labsFolder, projectFolder } from '../catalogue/names.ts'
import { loadLab } from '../catalogue.ts'
import { WrongUsage } from '../errors.ts'
import { exitStatus } from '../run/exit-status.ts'
import { makeFolders } from '../run/folders.ts'

const template = join(import.meta.dirname, 'template')
const programs = ['lab.ts', 'client.ts', 'server.ts'] as const
/** The template's twin. */
const twin = 'line-is-cut'

/**
 * Makes a lab that passes, and fails its twin, for its author to go on from: by a name in labs/, by a path anywhere else. Resolves
 * to the exit status; throws WrongUsage where it is there already or cannot be called so.
 */
export async function newCommand(given: string): Promise<number> {
  const folder = isPath(given) ? resolve(given) : join(labsFolder, given)
  const name = basename(folder)
  requireFree(folder, name)
  const isOurs = dirname(folder) === labsFolder
  const files = isOurs ? await filesInLabs(name) : filesOutside(name)
  await write(folder, files)
  process.stdout.write(isOurs ? toldInLabs(name, files) : toldOutside(folder, files))
  return exitStatus.pass
}

/** What each file is to hold. */
type Files = Readonly<Record<string, string>>

/** Names that mean something else: `npm run lab:all`, and the folder of what labs share. */
const taken = ['all', 'programs']

function requireFree(folder: string, name: string): void {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || taken.includes(name))
    throw new WrongUsage(
      `'${name}' cannot be a lab's name: use lower-case letters, digits and hyphens, such as keepalive or late-fin`,
    )
  if (existsSync(folder) && !isEmptyFolder(folder)) throw new WrongUsage(`${folder} already exists`)
}

const isEmptyFolder = (path: string): boolean => statSync(path).isDirectory() && readdirSync(path).length === 0

const read = (file: string): string => readFileSync(join(template, file), 'utf8')
const readNamed = (file: string, name: string): string => read(file).replaceAll('NAME', name)
const ofPrograms = (): Files => Object.fromEntries(programs.map((file) => [file, read(file)]))

/** In labs/ it stands in a list, and is told in Chinese too. */
async function filesInLabs(name: string): Promise<Files> {
  const labs = await Promise.all(labNames().map(loadLab))
  const steps = labs.filter(({ lesson }) => lesson.chapter === 'questions').map(({ lesson }) => lesson.step)
  const listed = [
    "  zh: '客户端说什么，服务器就听到什么',",
    `  lesson: { chapter: 'questions', step: ${Math.max(...steps) + 1} },`,
    "  cites: 'RFC 9293 section 3.4',",
    '  settles: [],',
  ]
  return {
    ...ofPrograms(),
    'lab.ts': read('lab.ts').replace(/^ {2}title: .*$/m, (title) => [title, ...listed].join('\n')),
    'README.md': readNamed('README.md', name),
    'README.zh.md': readNamed('README.zh.md', name),
  }
}

/**
 * Anywhere else it brings what Node needs to run its programs by hand, and an editor to know its types: a link to this checkout, and
 * by it the names that it imports of us.
 */
function filesOutside(name: string): Files {
  const { imports } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as {
    readonly imports: Readonly<Record<string, string>>
  }
  const linked = Object.entries(imports).map(([alias, file]) => [alias, file.replace(/^\./, 'tcp-labs')])
  const manifest = {
    private: true,
    type: 'module',
    imports: Object.fromEntries(linked),
    scripts: { lab: 'node node_modules/tcp-labs/src/start.mjs' },
  }
  const types = {
    extends: 'tcp-labs/tsconfig.json',
    compilerOptions: { typeRoots: ['node_modules/tcp-labs/node_modules/@types'] },
    include: ['**/*.ts'],
    exclude: ['node_modules'],
  }
  return {
    ...ofPrograms(),
    'README.md': readNamed('README.outside.md', name),
    'package.json': asJson(manifest),
    'tsconfig.json': asJson(types),
  }
}

const asJson = (value: object): string => `${JSON.stringify(value, undefined, 2)}\n`

async function write(folder: string, files: Files): Promise<void> {
  try {
    await makeFolders(folder)
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text, { flag: 'wx' })
    if (files['package.json'] === undefined) return
    mkdirSync(join(folder, 'node_modules'))
    symlinkSync(projectFolder, join(folder, 'node_modules', 'tcp-labs'))
    symlinkSync(join('tcp-labs', 'node_modules', '.bin'), join(folder, 'node_modules', '.bin'))
  } catch (error) {
    const { code = '', path = folder } = error as NodeJS.ErrnoException
    if (!['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR', 'ENOSPC', 'EDQUOT', 'EEXIST'].includes(code)) throw error
    throw new WrongUsage(`the lab cannot be written to ${path} (${code})`)
  }
}

function toldOutside(folder: string, files: Files): string {
  const way = relative(process.cwd(), folder)
  const typed = inShell(way.startsWith('..') ? folder : `./${way}`)
  return told(folder, files, {
    passes: `${command()} run ${typed}`,
    fails: `${command()} run ${typed} --twin ${twin}`,
    more: ['docs/writing-a-lab.md goes on from here.'],
  })
}

/** As it is typed where we are: npm looks for its scripts in the folder and those above it. */
function command(): string {
  const isHere = !relative(projectFolder, process.cwd()).startsWith('..')
  return isHere ? 'npm run lab --' : `npm --prefix ${inShell(projectFolder)} run lab --`
}

const toldInLabs = (name: string, files: Files): string =>
  told(join('labs', name), files, {
    passes: `npm run lab -- run ${name}`,
    fails: `npm run lab -- run ${name} --twin ${twin}`,
    more: [
      'Make it a story of your own, in lab.ts and both READMEs; docs/writing-a-lab.md goes on from here. A lab in labs/ is also',
      'listed in package.json and in the READMEs of the project, which `npm test` checks:',
      '',
      '  npm run lab-scripts && npm run readme-labs',
    ],
  })

/** What was made, the next two commands, and what else there is to do. */
function told(
  where: string,
  files: Files,
  { passes, fails, more }: { readonly passes: string; readonly fails: string; readonly more: readonly string[] },
): string {
  const lines = [
    `made ${where}: ${Object.keys(files).join(', ')}`,
    '',
    `  ${passes.padEnd(fails.length)}   it passes`,
    `  ${fails}   it fails, as it must`,
    '',
    ...more,
  ]
  return `${lines.join('\n')}\n`
}

const inShell = (path: string): string => (/^[\w./@~+-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`)
