import { accessSync, constants, existsSync, readdirSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { projectFolder } from '../catalogue/names.ts'
import { runsFolder } from '../run/folders.ts'
import { runTool } from '../system/tool.ts'
import { type Diagnosis, reasonOf } from './diagnosis.ts'
import type { Way } from './entry.ts'

/** What this checkout runs on. */
export async function runtimeFindings(way: Way): Promise<Diagnosis[]> {
  return [node(), ...(await Promise.all([npm(), rawSocket()])), runs(way)]
}

function node(): Diagnosis {
  const file = realpathSync(process.execPath)
  const own = file.startsWith(join(projectFolder, 'node_modules', 'node-linux-'))
  return {
    name: 'Node',
    has: own,
    found: `${process.version}, ${own ? "the project's own" : "not the project's own"}: ${file}`,
    costs: 'what runs is not what was tested, and raw-socket was built for another: run scripts/setup.sh',
    vital: false,
  }
}

async function npm(): Promise<Diagnosis> {
  const common = { name: 'npm', costs: 'no npm run: call node_modules/.bin/node src/start.mjs instead', vital: false }
  try {
    const version = await runTool('npm', ['--version'])
    return { ...common, has: true, found: version.trim() }
  } catch (error) {
    return { ...common, has: false, found: reasonOf(error) }
  }
}

/** In a process of its own: an addon that was built for another Node may crash, and must not take us with it. */
async function rawSocket(): Promise<Diagnosis> {
  const name = 'raw-socket'
  const costs = 'labs that put a raw peer in place of an end cannot run: run scripts/setup.sh'
  try {
    // From a path, since the user may be anywhere.
    await runTool(process.execPath, ['--eval', `require(${JSON.stringify(join(projectFolder, 'node_modules', name))})`])
    return { name, has: true, found: 'loads', costs, vital: false }
  } catch (error) {
    return { name, has: false, found: `does not load: ${reasonOf(error)}`, costs, vital: false }
  }
}

/** Each lab's folder counts: one that root has made is closed to others. */
function runs(way: Way): Diagnosis {
  const closed = way.as === 'sudo' ? [] : recordFolders().filter((folder) => !mayWrite(folder))
  return {
    name: 'runs/',
    has: closed.length === 0,
    found: closed.length === 0 ? `${runsFolder} can be written` : `closed to this user: ${closed.join(', ')}`,
    costs: 'no record can be kept there, so those labs cannot run: give the folders to this user (chown -R)',
    vital: true,
  }
}

function recordFolders(): string[] {
  if (!existsSync(runsFolder)) return [dirname(runsFolder)]
  return [
    runsFolder,
    ...readdirSync(runsFolder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(runsFolder, entry.name)),
  ]
}

function mayWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK)
    return true
  } catch {
    return false
  }
}
