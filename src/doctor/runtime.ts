import { accessSync, constants, existsSync, readdirSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { projectFolder } from '../catalogue/names.ts'
import { runsFolder } from '../run/folders.ts'
import { runTool } from '../system/tool.ts'
import type { DoctorWords } from '../words/doctor.ts'
import { type Diagnosis, reasonOf } from './diagnosis.ts'
import type { Way } from './entry.ts'

/** What this checkout runs on. */
export async function runtimeFindings(way: Way, words: DoctorWords): Promise<Diagnosis[]> {
  return [node(words), ...(await Promise.all([npm(words), rawSocket(words)])), runs(way, words)]
}

function node({ found, costs }: DoctorWords): Diagnosis {
  const file = realpathSync(process.execPath)
  const own = file.startsWith(join(projectFolder, 'node_modules', 'node-linux-'))
  return {
    name: 'Node',
    has: own,
    found: found.node(process.version, own, file),
    costs: costs.node,
    vital: false,
  }
}

async function npm({ costs }: DoctorWords): Promise<Diagnosis> {
  const common = { name: 'npm', costs: costs.npm, vital: false }
  try {
    const version = await runTool('npm', ['--version'])
    return { ...common, has: true, found: version.trim() }
  } catch (error) {
    return { ...common, has: false, found: reasonOf(error) }
  }
}

/** In a process of its own: an addon that was built for another Node may crash, and must not take us with it. */
async function rawSocket({ found, costs: { rawSocket: costs } }: DoctorWords): Promise<Diagnosis> {
  const name = 'raw-socket'
  try {
    // From a path, since the user may be anywhere.
    await runTool(process.execPath, ['--eval', `require(${JSON.stringify(join(projectFolder, 'node_modules', name))})`])
    return { name, has: true, found: found.loads, costs, vital: false }
  } catch (error) {
    return { name, has: false, found: found.rawSocket(reasonOf(error)), costs, vital: false }
  }
}

/** Each lab's folder counts: one that root has made is closed to others. */
function runs(way: Way, { found, costs }: DoctorWords): Diagnosis {
  const closed = way.as === 'sudo' ? [] : recordFolders().filter((folder) => !mayWrite(folder))
  return {
    name: 'runs/',
    has: closed.length === 0,
    found: closed.length === 0 ? found.runs(runsFolder) : found.runsClosed(closed),
    costs: costs.runs,
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
