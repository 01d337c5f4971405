import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeControlGroup, placesHere } from '../../src/system/control-group.ts'
import { usualLimits } from '../../src/system/limits.ts'

// As Debian 12 under systemd has them, and a machine with version 1; lines of no interest left out.
const two = '0::/user.slice/user-0.slice/session-3.scope\n'
const mountsOfTwo = '30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate\n'
const one = '8:pids:/\n4:memory,cpu:/jobs/474b\n0::/\n'
const mountsOfOne = `35 34 0:30 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
36 34 0:31 / /sys/fs/cgroup/pids rw - cgroup cgroup rw,pids
37 34 0:32 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw
`
const handedOn =
  (...folders: readonly string[]) =>
  (folder: string): string =>
    folders.includes(folder) ? 'cpu memory pids\n' : ''

describe('a place for control groups', () => {
  const slice = '/sys/fs/cgroup/user.slice/user-0.slice'
  it('is beside our own group of version 2, which has processes and hands nothing on', () => {
    expect(placesHere(two, mountsOfTwo, handedOn(slice))).toMatchObject([{ version: 2, folder: slice }])
  })
  it('is in our own, where it hands memory and pids on', () => {
    const own = `${slice}/session-3.scope`
    expect(placesHere(two, mountsOfTwo, handedOn(own, slice))).toMatchObject([{ version: 2, folder: own }])
  })
  it('is in those of version 1, where they have the controllers', () => {
    expect(placesHere(one, mountsOfOne, handedOn())).toEqual([
      { version: 1, folder: '/sys/fs/cgroup/memory/jobs/474b', controllers: ['memory'] },
      { version: 1, folder: '/sys/fs/cgroup/pids', controllers: ['pids'] },
    ])
  })
  it('is for time, too, where the machine shares that out', () => {
    expect(placesHere(two, mountsOfTwo, handedOn(slice))[0]?.controllers).toContain('cpu')
    expect(placesHere(two, mountsOfTwo, () => 'memory pids\n')[0]?.controllers).toEqual(['memory', 'pids'])
    const withTime = [
      `${one.replace(',cpu', '')}3:cpu,cpuacct:/\n`,
      `${mountsOfOne}37 34 0:33 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu,cpuacct\n`,
    ]
    expect(placesHere(withTime[0], withTime[1], handedOn())).toContainEqual({
      version: 1,
      folder: '/sys/fs/cgroup/cpu',
      controllers: ['cpu'],
    })
  })
  it('is under what a container shows of it', () => {
    const mounts = mountsOfOne.replace('0:30 / /sys', '0:30 /jobs /sys')
    expect(placesHere(one, mounts, handedOn())[0]?.folder).toBe('/sys/fs/cgroup/memory/474b')
  })
  it('is nowhere on a machine without', () => {
    expect(placesHere('', '', handedOn())).toEqual([])
    expect(placesHere(two, mountsOfTwo, handedOn())).toEqual([])
  })
})

// What the kernel does with these files is tried in sandbox.test.ts; here a folder stands for those of a machine with version 2.
describe('a control group of version 2', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tcp-labs-groups-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))
  const place = () => ({ version: 2 as const, folder, controllers: ['memory', 'pids', 'cpu'] as const })

  it('is bounded by the files of that version, and read from them', () => {
    const group = makeControlGroup('3-server', usualLimits, [place()])
    const [made = ''] = group?.folders ?? []
    expect(readFileSync(join(made, 'memory.max'), 'utf8')).toBe(String(usualLimits.memory))
    expect(readFileSync(join(made, 'pids.max'), 'utf8')).toBe(String(usualLimits.processes))
    expect(readFileSync(join(made, 'cpu.weight'), 'utf8')).toBe('100')
    expect(group?.exceeded()).toEqual([])
    writeFileSync(join(made, 'memory.events'), 'low 0\nmax 7\noom 1\noom_kill 1\n')
    expect(group?.exceeded()).toEqual(['memory'])
    writeFileSync(join(made, 'pids.events'), 'max 12\n')
    expect(group?.exceeded()).toEqual(['memory', 'processes'])
  })
  it('takes away what a run that was killed has left, and nothing young', () => {
    for (const name of ['tcp-labs-1-client', 'tcp-labs-2-client', 'else']) mkdirSync(join(folder, name))
    utimesSync(join(folder, 'tcp-labs-1-client'), 1, 1)
    makeControlGroup('3-server', usualLimits, [place()])
    expect(readdirSync(folder).toSorted()).toEqual(['else', 'tcp-labs-2-client', 'tcp-labs-3-server'])
  })
  it('is none where one of the bounds cannot be had, and leaves nothing', () => {
    expect(makeControlGroup('3-server', usualLimits, [{ ...place(), controllers: ['memory'] }])).toBeUndefined()
    expect(makeControlGroup('3-server', usualLimits, [{ ...place(), folder: join(folder, 'none') }])).toBeUndefined()
    expect(readdirSync(folder)).toEqual([])
  })
})
