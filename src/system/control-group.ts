import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Limits } from './limits.ts'

/**
 * The kernel's own bounds for all that a program starts together (cgroups(7)): of version 2 where the machine lets us make a
 * group in it, of version 1 where it has that. Where there are neither, limits of single processes remain (setrlimit(2)).
 */
export interface ControlGroup {
  /** Whoever writes its number to `cgroup.procs` in each of these folders is in the group, and all that it starts. */
  readonly folders: readonly string[]
  /** How many are in it, threads too. */
  tasks(): number
  /** Which of its bounds somebody has come upon. */
  exceeded(): ReadonlyArray<'memory' | 'processes'>
  /** Takes it away when all in it have ended; whatever keeps it for longer, the next run takes away. */
  remove(): Promise<void>
}

/** Without these there is no group. */
const controllers = ['memory', 'pids'] as const
const cpu = ['cpu'] as const
type Controller = (typeof controllers)[number] | 'cpu'

/** The files of a controller: what bounds it, and what counts how often somebody came upon the bound. */
interface Files {
  readonly bounds: ReadonlyArray<{
    readonly file: string
    readonly must: boolean
    readonly value: (limits: Limits) => number
  }>
  readonly events?: { readonly file: string; readonly count: RegExp }
}

const processes = {
  bounds: [{ file: 'pids.max', must: true, value: (limits: Limits) => limits.processes }],
  events: { file: 'pids.events', count: /^max (\d+)$/m },
} as const

/**
 * All that a program starts together gets what a single process does where others want the time too: else as many busy ones as
 * it may have keep the harness from seeing what it does not do. No less, or a machine that is busy without it would keep it from
 * its part. It is no bound; a machine may keep it from us.
 */
const timeBy = (file: string, value: number) => ({ bounds: [{ file, must: false, value: () => value }] })

const files: Readonly<Record<1 | 2, Readonly<Record<Controller, Files>>>> = {
  1: {
    memory: {
      bounds: [
        { file: 'memory.limit_in_bytes', must: true, value: ({ memory }) => memory },
        // With swap; a kernel need not count that.
        { file: 'memory.memsw.limit_in_bytes', must: false, value: ({ memory }) => memory },
      ],
      events: { file: 'memory.oom_control', count: /^oom_kill (\d+)$/m },
    },
    pids: processes,
    cpu: timeBy('cpu.shares', 1024),
  },
  2: {
    memory: {
      bounds: [
        { file: 'memory.max', must: true, value: ({ memory }) => memory },
        { file: 'memory.swap.max', must: false, value: () => 0 },
      ],
      events: { file: 'memory.events', count: /^oom_kill (\d+)$/m },
    },
    pids: processes,
    cpu: timeBy('cpu.weight', 100),
  },
}

/** A folder in which groups can be made, and for which controllers. */
export interface Place {
  readonly version: 1 | 2
  readonly folder: string
  readonly controllers: readonly Controller[]
}

const prefix = 'tcp-labs-'
/** One that is so old and has nobody in it was left behind by a run that was killed. Milliseconds. */
const young = 10_000

/** Makes a group with these bounds, or returns undefined where this machine or user cannot have one. */
export function makeControlGroup(name: string, limits: Limits, places = placesHere()): ControlGroup | undefined {
  const offered: readonly Controller[] = places.flatMap((place) => place.controllers)
  if (!controllers.every((each) => offered.includes(each))) return undefined
  const made: Array<{ readonly folder: string; readonly place: Place }> = []
  try {
    for (const place of places) {
      sweep(place.folder)
      const folder = join(place.folder, `${prefix}${name}`)
      mkdirSync(folder, { recursive: true })
      made.push({ folder, place })
      for (const each of place.controllers) bound(folder, files[place.version][each], limits)
    }
  } catch {
    for (const { folder } of made) removeIfEmpty(folder)
    return undefined
  }
  return {
    folders: made.map(({ folder }) => folder),
    tasks: () => made.reduce((most, { folder }) => Math.max(most, Number(readOr(join(folder, 'pids.current')))), 0),
    exceeded: () =>
      made.flatMap(({ folder, place }) =>
        place.controllers
          .filter((each) => countIn(folder, files[place.version][each]) > 0)
          .flatMap((each) => limitOf[each] ?? []),
      ),
    async remove() {
      const deadline = Date.now() + 1000
      for (const { folder } of made) while (!removeIfEmpty(folder) && Date.now() < deadline) await sleep(5)
    },
  }
}

const limitOf: Readonly<Partial<Record<Controller, 'memory' | 'processes'>>> = { memory: 'memory', pids: 'processes' }

function bound(folder: string, { bounds }: Files, limits: Limits): void {
  for (const { file, must, value } of bounds) {
    const path = join(folder, file)
    try {
      writeFileSync(path, String(value(limits)))
    } catch (error) {
      if (must) throw error
    }
  }
}

const countIn = (folder: string, { events }: Files): number =>
  events ? Number(events.count.exec(readOr(join(folder, events.file)))?.[1] ?? 0) : 0

function sweep(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(prefix)) continue
    const path = join(folder, name)
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
    if (age > young) removeIfEmpty(path)
  }
}

/** Whether it is gone; the kernel keeps one that somebody is in. */
function removeIfEmpty(folder: string): boolean {
  try {
    rmdirSync(folder)
  } catch {
    return !existsSync(folder)
  }
  return true
}

/** Where this process may make groups: in its own of version 2 or beside it, or in its own of version 1. */
export function placesHere(
  cgroups = readOr('/proc/self/cgroup'),
  mounts = readOr('/proc/self/mountinfo'),
  subtree = (folder: string) => readOr(join(folder, 'cgroup.subtree_control')),
): readonly Place[] {
  const mounted = mounts.split('\n').flatMap(readMount)
  const own = cgroups.split('\n').flatMap((line) => {
    const [, names, path] = /^\d+:([^:]*):(.+)$/.exec(line) ?? []
    return names === undefined || path === undefined ? [] : [{ names: names.split(','), path }]
  })
  const ofTwo = own.find(({ names }) => names[0] === '')
  const two = mounted.find(({ type }) => type === 'cgroup2')
  if (ofTwo && two) {
    const folder = within(two, ofTwo.path)
    // A group that has processes cannot hand controllers on (its "no internal processes" rule): then the one above it may.
    const place = [folder, join(folder, '..')].find((each) => {
      const handed = subtree(each).split(/\s+/)
      return each.startsWith(two.place) && controllers.every((one) => handed.includes(one))
    })
    const isCpuToo = place !== undefined && subtree(place).split(/\s+/).includes('cpu')
    if (place !== undefined)
      return [{ version: 2, folder: place, controllers: [...controllers, ...(isCpuToo ? cpu : [])] }]
  }
  return [...controllers, ...cpu].flatMap((each): Place[] => {
    const mount = mounted.find(({ type, options }) => type === 'cgroup' && options.includes(each))
    const path = own.find(({ names }) => names.includes(each))?.path
    return mount && path !== undefined ? [{ version: 1, folder: within(mount, path), controllers: [each] }] : []
  })
}

interface Mount {
  readonly root: string
  readonly place: string
  readonly type: string
  readonly options: readonly string[]
}

/** `36 35 98:0 /root /place options ... - type source superOptions` (proc(5)). */
function readMount(line: string): Mount[] {
  const [mounted = '', rest = ''] = line.split(' - ')
  const [, , , root, place] = mounted.split(' ')
  const [type, , options = ''] = rest.split(' ')
  if (root === undefined || place === undefined || type === undefined) return []
  return [{ root, place, type, options: options.split(',') }]
}

const within = ({ root, place }: Mount, path: string): string => join(place, relative(root, path))

function readOr(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
