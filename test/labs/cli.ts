import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa, type Options } from 'execa'

export const project = join(import.meta.dirname, '..', '..')

export interface Ended {
  readonly status: number | undefined
  readonly stdout: string
  readonly stderr: string
}

/** Runs the real command to its end; a status other than 0 is a result, not an error. */
export async function lab(
  args: readonly string[],
  options: Options = {},
  { node, program } = { node: process.execPath, program: project },
): Promise<Ended> {
  const { exitCode, stdout, stderr } = await execa(node, [join(program, 'src', 'start.mjs'), ...args], {
    cwd: project,
    reject: false,
    stdin: 'ignore',
    timeout: 290_000,
    ...options,
  })
  return { status: exitCode, stdout: String(stdout), stderr: String(stderr) }
}

/** What of a host a run must leave as it was: what can be seen of it in /proc and by name. */
export async function stateOfHost(): Promise<string> {
  const commands: ReadonlyArray<readonly [string, ...string[]]> = [
    ['ip', 'netns'],
    ['ip', '-o', 'link'],
    ['ip', 'rule'],
    ['nft', 'list', 'ruleset'],
    ['sysctl', '-a', '--pattern', '^net\\.ipv[46]\\.(tcp|ip_forward|conf\\.all|neigh\\.default)'],
  ]
  const results = await Promise.all(
    commands.map(async ([command, ...args]) => {
      const { stdout } = await execa(command, args, {
        reject: false,
        env: { PATH: `${process.env.PATH}:/usr/sbin:/sbin` },
      })
      return `${command} ${args.join(' ')}\n${stdout}`
    }),
  )
  const mounts = readFileSync('/proc/self/mounts', 'utf8')
  return [...results, mounts].join('\n')
}

/** A process and all that it started, with their command lines; other labs may run on this machine at the same time. */
export function family(pid: number): ReadonlyMap<number, string> {
  const children = read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number)
  const own = read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')
  return new Map([[pid, own], ...children.flatMap((child) => [...family(child)])])
}

/** Which of these processes are still there. */
export const alive = (pids: Iterable<number>): number[] =>
  [...pids].filter((pid) => !/^State:\s+Z/m.test(read(`/proc/${pid}/status`) || 'State:\tZ'))

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
