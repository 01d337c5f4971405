import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, readlinkSync } from 'node:fs'
import { release } from 'node:os'
import { locate } from '../system/tools.ts'
import { type DoctorWords, type Place, type PlaceKind, type Use, uses } from '../words/doctor.ts'
import type { Diagnosis } from './diagnosis.ts'

/** What tells one place from another: where a service, a container or a virtual machine leaves its name. */
export interface Traces {
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The kernel's, as uname(2) has it. */
  readonly release: string
  /** Of `marks`, those that are there. */
  readonly files: readonly string[]
  /** Whether its processes speak to one another within bounds that the kernel did not begin with: a container's mostly do. */
  readonly bounded: boolean
  /** What systemd and podman say a container is, if anybody does: `docker`, `podman`, `lxc`. */
  readonly container: string | undefined
  /** What systemd-detect-virt(1) says of the machine: `kvm`, `oracle`, or `none` where it is no virtual one. */
  readonly machine: string
}

/** Files that only one kind of place has. */
const marks = ['/.dockerenv', '/run/.containerenv', '/mnt/lima-cidata', '/vagrant', '/home/vagrant'] as const

/** Where this is. What is more particular comes first: a runner's job in a container is a runner's, for there it is set up. */
export function placeOf(traces: Traces): Place {
  const container = containerOf(traces)
  const kind = tells.find(([, tell]) => tell(traces))?.[0] ?? (container === undefined ? 'machine' : 'container')
  return {
    kind: kind === 'machine' && !['', 'none'].includes(traces.machine) ? 'virtual machine' : kind,
    ...(container === undefined ? {} : { container }),
    ...(traces.machine === '' || traces.machine === 'none' ? {} : { machine: traces.machine }),
  }
}

const tells: ReadonlyArray<readonly [PlaceKind, (traces: Traces) => boolean]> = [
  ['codespaces', ({ environment }) => environment.CODESPACES === 'true'],
  ['github', ({ environment }) => environment.GITHUB_ACTIONS === 'true'],
  ['gitlab', ({ environment }) => environment.GITLAB_CI === 'true'],
  // VS Code sets the first in each terminal, our devcontainer.json the second.
  [
    'devcontainer',
    ({ environment }) => environment.REMOTE_CONTAINERS === 'true' || environment.DEVCONTAINER === 'true',
  ],
  // 5.15.167.4-microsoft-standard-WSL2. Docker Desktop's containers have the same kernel, and are set up as containers.
  ['wsl', (traces) => /microsoft/i.test(traces.release) && containerOf(traces) === undefined],
  ['orbstack', ({ release }) => /orbstack/i.test(release)],
  [
    'lima',
    ({ files, environment }) => files.includes('/mnt/lima-cidata') || environment.LIMA_CIDATA_NAME !== undefined,
  ],
  ['vagrant', ({ files }) => files.includes('/vagrant') && files.includes('/home/vagrant')],
]

function containerOf({ files, bounded, container, environment }: Traces): string | undefined {
  if (container !== undefined) return container
  // A virtual machine that was made of an image for containers still has its files.
  if (!bounded) return undefined
  if (files.includes('/run/.containerenv')) return 'podman'
  if (files.includes('/.dockerenv')) return 'docker'
  return environment.container
}

/** Reads them all; what cannot be read tells nothing. */
export function readTraces(): Traces {
  return {
    environment: process.env,
    release: release(),
    files: marks.filter((file) => existsSync(file)),
    bounded: ownIpc() !== firstIpc,
    container: saidContainer(),
    machine: saidMachine(),
  }
}

/** PROC_IPC_INIT_INO of the kernel's include/linux/proc_ns.h, since Linux 3.8. */
const firstIpc = 'ipc:[4026531839]'

function ownIpc(): string {
  try {
    return readlinkSync('/proc/self/ns/ipc')
  } catch {
    return firstIpc
  }
}

/** systemd keeps for everybody what only root may read in its environment. WSL calls itself a container there. */
function saidContainer(): string | undefined {
  const said = read('/run/systemd/container').trim() || /(?:^|\0)container=([^\0]*)/.exec(read('/proc/1/environ'))?.[1]
  return said === '' || said === 'wsl' ? undefined : said
}

const saidMachine = (): string =>
  locate('systemd-detect-virt') ? spawnSync('systemd-detect-virt', ['--vm'], { encoding: 'utf8' }).stdout.trim() : ''

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** The heading of each kind's section in docs/places.md, as GitHub makes an anchor of it. */
export const sections: Readonly<Record<PlaceKind, string>> = {
  machine: 'a-machine-of-your-own',
  'virtual machine': 'a-machine-of-your-own',
  vagrant: 'vagrant',
  container: 'a-container',
  devcontainer: 'codespaces-and-vs-code',
  codespaces: 'codespaces-and-vs-code',
  lima: 'lima-and-orbstack',
  orbstack: 'lima-and-orbstack',
  wsl: 'wsl-2',
  github: 'githubs-runners',
  gitlab: 'gitlabs-runners',
}

/** What this place is good for, by what was found in it. */
export function usesOf(findings: readonly Diagnosis[]): { has: readonly Use[]; lacks: readonly Use[] } {
  const runs = findings.every(({ has, vital }) => has || !vital)
  const found = (name: string): boolean => findings.some((each) => each.name === name && each.has)
  const can: Readonly<Record<Use, boolean>> = {
    labs: runs,
    tracepoints: found('namespaces') && found('tracefs'),
    others: runs && found('sandbox'),
  }
  return { has: uses.filter((use) => can[use]), lacks: uses.filter((use) => !can[use]) }
}

/** The first finding: where this is, what it is good for, and how the place is given what it lacks. */
export function placeFinding(place: Place, findings: readonly Diagnosis[], words: DoctorWords): Diagnosis {
  const { has, lacks } = usesOf(findings)
  const page = `docs/places.md#${sections[place.kind]}`
  const advice = lacks.flatMap((use) => words.place.advice[place.kind]?.[use] ?? [])
  return {
    name: 'place',
    has: true,
    found: words.place.stands(place, has, lacks),
    // One remedy may serve for more than one use.
    costs: [...new Set(advice), words.place.page(page)].join(' '),
    vital: false,
  }
}
