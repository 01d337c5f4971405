import { readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'

/** A process as /proc tells of it, numbered as in the namespace that /proc was mounted in. */
export interface Process {
  readonly pid: number
  readonly parent: number
  /** As ps prints it: R, S, D, T (stopped), Z (a zombie) ... */
  readonly state: string
  readonly name: string
}

/** Every process that can be seen from here. */
export const processes = (): Process[] =>
  readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (processOf(Number(name)) ?? []) : []))

export function processOf(pid: number): Process | undefined {
  const [, name = '', state = '', parent = ''] = /^\d+ \((.*)\) (\S) (\d+)/s.exec(read(`/proc/${pid}/stat`)) ?? []
  return state === '' ? undefined : { pid, parent: Number(parent), state, name }
}

/** What this process has started, and what those have, and so on. */
export function descendants(pid: number, among = processes()): Process[] {
  return among.filter(({ parent }) => parent === pid).flatMap((child) => [child, ...descendants(child.pid, among)])
}

/** What it has started itself, read without a look at all the others. */
export const childrenOf = (pid: number): number[] =>
  read(`/proc/${pid}/task/${pid}/children`)
    .split(' ')
    .filter((each) => each !== '')
    .map(Number)

/** How long its first thread has waited on a run queue, in milliseconds (/proc/PID/schedstat); 0 where the kernel does not tell. */
export const delayOf = (pid: number): number => Number(read(`/proc/${pid}/schedstat`).split(' ')[1] ?? 0) / 1e6

/** A zombie is gone: nobody has taken note of its end, and nobody but process 1 can of an orphan's. */
export const lives = ({ state }: Process): boolean => state !== 'Z' && state !== 'X'

/** Its numbers from the outermost namespace that /proc knows to the one that it lives in. */
export const numbersOf = (pid: number): number[] =>
  (/^NSpid:\t(.*)$/m.exec(read(`/proc/${pid}/status`))?.[1] ?? '')
    .split('\t')
    .filter((each) => each !== '')
    .map(Number)

/** `sleep 600 (process 7)`: its command line, without the folder of the command, and the number that it knows itself by. */
export function describeProcess({ pid, name }: Process): string {
  const [command = '', ...args] = read(`/proc/${pid}/cmdline`).replace(/\0$/, '').split('\0')
  const line = [basename(command) || name, ...args].join(' ')
  return `${line.length > 80 ? `${line.slice(0, 79)}…` : line} (process ${numbersOf(pid).at(-1) ?? pid})`
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
