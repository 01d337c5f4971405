import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectFolder } from '../../src/catalogue/names.ts'
import type { Diagnosis } from '../../src/doctor/diagnosis.ts'
import { placeFinding, placeOf, sections, type Traces, usesOf } from '../../src/doctor/place.ts'
import type { PlaceKind } from '../../src/words/doctor.ts'
import { doctor as en } from '../../src/words/en/doctor.ts'
import { doctor as zh } from '../../src/words/zh/doctor.ts'

const bare: Traces = {
  environment: {},
  release: '6.12.48+deb13-amd64',
  files: [],
  bounded: true,
  container: undefined,
  machine: 'none',
}

/** What each place leaves, as its own documentation or its own files have it. */
const left: ReadonlyArray<readonly [PlaceKind, Partial<Traces>]> = [
  ['machine', {}],
  ['machine', { machine: '' }],
  ['virtual machine', { machine: 'kvm' }],
  ['vagrant', { machine: 'oracle', files: ['/vagrant', '/home/vagrant'] }],
  ['container', { container: 'podman' }],
  ['container', { files: ['/run/.containerenv'] }],
  ['container', { files: ['/.dockerenv'], machine: 'kvm' }],
  ['container', { environment: { container: 'oci' } }],
  // Docker Desktop on Windows.
  ['container', { files: ['/.dockerenv'], release: '5.15.167.4-microsoft-standard-WSL2' }],
  ['devcontainer', { environment: { REMOTE_CONTAINERS: 'true' }, files: ['/.dockerenv'] }],
  ['devcontainer', { environment: { DEVCONTAINER: 'true' }, files: ['/.dockerenv'] }],
  ['codespaces', { environment: { CODESPACES: 'true', DEVCONTAINER: 'true' }, files: ['/.dockerenv'] }],
  [
    'github',
    { environment: { GITHUB_ACTIONS: 'true', CI: 'true' }, machine: 'microsoft', release: '6.8.0-1021-azure' },
  ],
  ['gitlab', { environment: { GITLAB_CI: 'true', CI: 'true' }, files: ['/.dockerenv'] }],
  ['wsl', { release: '5.15.167.4-microsoft-standard-WSL2', machine: 'microsoft' }],
  ['wsl', { release: '6.6.87.2-Microsoft-standard-WSL2' }],
  ['orbstack', { release: '6.13.7-orbstack-00283-g9d1400e7e9c6' }],
  ['lima', { files: ['/mnt/lima-cidata'], machine: 'apple' }],
  ['lima', { environment: { LIMA_CIDATA_NAME: 'labs' } }],
]

describe('the place', () => {
  it.each(left)('is told to be a %s by %j', (kind, traces) => {
    expect(placeOf({ ...bare, ...traces }).kind).toBe(kind)
  })

  it('is told to be each kind by something', () => {
    expect(new Set(left.map(([kind]) => kind))).toEqual(new Set(Object.keys(sections)))
  })

  it('is not taken for another by what only looks like it', () => {
    // A folder of that name, and no box; a variable that says no.
    expect(placeOf({ ...bare, files: ['/vagrant'] }).kind).toBe('machine')
    // A virtual machine made of an image for containers.
    expect(placeOf({ ...bare, files: ['/.dockerenv'], bounded: false, machine: 'kvm' }).kind).toBe('virtual machine')
    expect(placeOf({ ...bare, environment: { CODESPACES: 'false', GITLAB_CI: '' } }).kind).toBe('machine')
  })

  it('says in what container and on what machine it is, where that is known', () => {
    const gitlab = placeOf({ ...bare, environment: { GITLAB_CI: 'true' }, files: ['/.dockerenv'] })
    expect(en.place.stands(gitlab, ['labs'], [])).toMatch(/^GitLab's runner, in a container \(docker\):/)
    expect(en.place.stands(placeOf({ ...bare, container: 'lxc' }), ['labs'], [])).toMatch(/^a container \(lxc\):/)
    expect(en.place.stands(placeOf({ ...bare, machine: 'kvm' }), ['labs'], [])).toMatch(/^a virtual machine \(kvm\):/)
  })
})

const finding = (name: string, has: boolean, vital = false): Diagnosis => ({ name, has, vital, found: '.', costs: '.' })
const all = ['namespaces', 'tracefs', 'sandbox'].map((name) => finding(name, true, name === 'namespaces'))
const without = (...names: readonly string[]): Diagnosis[] =>
  all.map((each) => ({ ...each, has: !names.includes(each.name) }))

describe('what a place is good for', () => {
  it('follows from what was found in it', () => {
    expect(usesOf(all)).toEqual({ has: ['labs', 'tracepoints', 'others'], lacks: [] })
    expect(usesOf(without('tracefs')).lacks).toEqual(['tracepoints'])
    expect(usesOf(without('sandbox')).lacks).toEqual(['others'])
    expect(usesOf(without('namespaces')).has).toEqual([])
    expect(usesOf([...all, finding('tcpdump', false, true)])).toEqual({
      has: ['tracepoints'],
      lacks: ['labs', 'others'],
    })
  })

  it('is said in a sentence, in both languages', () => {
    const place = { kind: 'container', container: 'podman' } as const
    expect(placeFinding(place, all, en).found).toBe(
      "a container (podman): labs, tracepoints and others' programs work here",
    )
    expect(placeFinding(place, without('tracefs', 'sandbox'), en).found).toBe(
      "a container (podman): labs work here, tracepoints and others' programs do not",
    )
    expect(placeFinding(place, without('namespaces'), en).found).toBe(
      "a container (podman): labs, tracepoints and others' programs do not work here",
    )
    expect(placeFinding(place, without('sandbox'), zh).found).toBe(
      '容器 (podman)。可用：实验、跟踪点；不可用：别人的程序',
    )
  })

  it('comes with what gives the place what it lacks, once, and with its section', () => {
    const github = placeFinding({ kind: 'github' }, without('namespaces', 'sandbox', 'tracefs'), en).costs
    expect(github.match(/apparmor_restrict_unprivileged_userns=0/g)).toHaveLength(1)
    expect(github).toContain('TCP_LABS_SUDO=1')
    expect(github).toContain('docs/places.md#githubs-runners')
    expect(placeFinding({ kind: 'github' }, all, en).costs).toBe('See docs/places.md#githubs-runners')
  })

  it('has a section in docs/places.md for each', () => {
    const text = readFileSync(join(projectFolder, 'docs/places.md'), 'utf8')
    const anchors = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} -]/gu, '')
        .replaceAll(' ', '-'),
    )
    for (const section of Object.values(sections)) expect(anchors).toContain(section)
  })
})
