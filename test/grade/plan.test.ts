import { describe, expect, it } from 'vitest'
import { WrongUsage } from '../../src/errors.ts'
import { hashOfPlan, hashOfTask } from '../../src/grade/hash.ts'
import { knownTasks } from '../../src/grade/known.ts'
import { readPlan, writtenPlan } from '../../src/grade/plan.ts'

const good = `
submissions: handed-in   # beside the plan
tries: 3
limits: { memory: 256M, wall: 30 }
labs:
  - { lab: handshake, role: server, command: python3 server.py, points: 10, credit: claims, weights: { 'client.passes(SYN-SENT,ESTABLISHED)': 2 } }
  - { lab: close-wait, variant: destroy, role: server, command: ./server, points: 2.5 }
`

const told = (text: string): string => {
  try {
    readPlan(text, 'plan.yaml')
  } catch (error) {
    if (error instanceof WrongUsage) return error.message
    throw error
  }
  return 'nothing'
}

describe('a plan', () => {
  it('is read from YAML, and what it does not say is as the documentation has it', () => {
    expect(readPlan(good, 'plan.yaml')).toEqual({
      version: 1,
      submissions: 'handed-in',
      tries: 3,
      limits: { memory: 256 * 1024 ** 2, wall: 30 },
      labs: [
        {
          ...{ id: 'handshake.server', lab: 'handshake', role: 'server', command: 'python3 server.py', points: 10 },
          ...{ credit: 'claims', weights: { 'client.passes(SYN-SENT,ESTABLISHED)': 2 }, ipv6: false },
        },
        {
          ...{ id: 'close-wait.destroy.server', lab: 'close-wait', variant: 'destroy', role: 'server' },
          ...{ command: './server', points: 2.5, credit: 'all', ipv6: false },
        },
      ],
    })
    expect(readPlan('labs: [{lab: arp, role: client, command: x, points: 1}]', 'p')).toMatchObject({
      ...{ submissions: 'submissions', tries: 2, limits: {} },
    })
  })

  it('is the same in JSON, and when it is written and read again', () => {
    const plan = readPlan(good, 'plan.yaml')
    const again = readPlan(JSON.stringify(writtenPlan(plan)), 'plan.json')
    expect(again).toEqual(plan)
    expect(hashOfPlan(again)).toBe(hashOfPlan(plan))
  })

  it('has a hash that does not depend on how it is written or where submissions lie, but on all else', () => {
    const hash = hashOfPlan(readPlan(good, 'plan.yaml'))
    const of = (from: string, to: string): string => hashOfPlan(readPlan(good.replace(from, to), 'plan.yaml'))
    expect(of('# beside the plan', '# there')).toBe(hash)
    expect(of('handed-in', 'elsewhere')).toBe(hash)
    expect(of('256M', '262144K')).toBe(hash)
    for (const [from, to] of [
      ['256M', '257M'],
      ['points: 10', 'points: 11'],
      ['tries: 3', 'tries: 2'],
      [': 2 }', ': 3 }'],
    ] as const)
      expect(of(from, to), to).not.toBe(hash)
  })

  it('plays a lab anew where the command or a limit changes, and not where only points do', () => {
    const orderOf = (text: string): string => {
      const plan = readPlan(text, 'plan.yaml')
      const [task] = plan.labs
      return task ? hashOfTask(task, plan) : ''
    }
    expect(orderOf(good.replace('points: 10', 'points: 11').replace('tries: 3', 'tries: 1'))).toBe(orderOf(good))
    expect(orderOf(good.replace('server.py', 'other.py'))).not.toBe(orderOf(good))
    expect(orderOf(good.replace('256M', '128M'))).not.toBe(orderOf(good))
  })

  const lab = 'lab: handshake, role: server, command: x, points: 1'
  it.each([
    ['is no YAML', 'labs: [', /neither YAML nor JSON: .*line 1/s],
    ['is empty', '', /the plan: it must be keys and values/],
    ['names no lab', 'labs: []', /labs: it must name at least one lab/],
    [
      'lacks what it must have',
      'labs: [{lab: handshake}]',
      /labs\[0\]\.role: .*server or client.*labs\[0\]\.command: it is missing; write a text.*labs\[0\]\.points: it is missing; write a number/s,
    ],
    [
      'has a key that is mistyped',
      `labs: [{${lab}, comand: y}]`,
      /labs\[0\]\.comand: there is no such key; did you mean command\?/,
    ],
    ['has another at its top', `labs: [{${lab}}]\ntrys: 3`, / {2}trys: there is no such key; did you mean tries\?/],
    [
      'has a limit that is mistyped',
      `labs: [{${lab}}]\nlimits: {memry: 1}`,
      /limits\.memry: there is no such key; did you mean memory\?/,
    ],
    [
      'has no such amount',
      `labs: [{${lab}}]\nlimits: {memory: lots}`,
      /limits\.memory: 'lots' is not a value for memory: write an amount, such as 512M/,
    ],
    [
      'has no such role',
      `labs: [{${lab.replace('role: server', 'role: sever')}}]`,
      /labs\[0\]\.role: it must be server or client, and is 'sever'; did you mean server/,
    ],
    [
      'gives nothing',
      `labs: [{${lab.replace('points: 1', 'points: 0')}}]`,
      /labs\[0\]\.points: it must be more than 0/,
    ],
    [
      'gives a word',
      `labs: [{${lab.replace('points: 1', 'points: ten')}}]`,
      /labs\[0\]\.points: it must be a number, and is "ten"/,
    ],
    ['has a lab twice', `labs: [{${lab}}, {${lab}}]`, /labs\[1\]: it is labs\[0\] again, handshake\.server/],
    [
      'weighs where nothing is weighed',
      `labs: [{${lab}, weights: {a: 1}}]`,
      /labs\[0\]\.weights: credit is all or nothing; write 'credit: claims'/,
    ],
    ['has a key twice', `labs: [{${lab}}]\ntries: 1\ntries: 2`, /Map keys must be unique.*line/s],
    [
      'grows when it is read',
      `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nlabs: [*c,*c,*c,*c,*c,*c]`,
      /cannot be read: Excessive alias count/,
    ],
  ])('that %s is refused, and it is told where and what to do', (_, text, says) => expect(told(text)).toMatch(says))

  const task = (more: string) => readPlan(`labs: [{role: server, command: x, points: 1, ${more}}]`, 'plan.yaml')
  it.each([
    ['a lab', 'lab: handshak', /labs\[0\]: there is no lab 'handshak'; did you mean handshake/],
    [
      'a variant',
      'lab: handshake, variant: loopbak',
      /labs\[0\]: the lab handshake has no variant 'loopbak'; did you mean loopback/,
    ],
    [
      'a claim',
      'lab: handshake, credit: claims, weights: {universal.only-edge: 1}',
      /labs\[0\]\.weights: this lab has no claim 'universal.only-edge'; did you mean universal.only-edges/,
    ],
  ])('that names %s that there is not is refused with the nearest', async (_, more, says) => {
    await expect(knownTasks(task(more), 'plan.yaml')).rejects.toThrow(says)
  })

  it('whose command is run by something that is not here is refused: every student would get nothing', async () => {
    const plan = readPlan('labs: [{lab: handshake, role: server, command: pyhton3 server.py, points: 1}]', 'plan.yaml')
    await expect(knownTasks(plan, 'plan.yaml')).rejects.toThrow(/labs\[0\]\.command: 'pyhton3' is not found in PATH/)
  })

  it('whose student would have to speak TCP by hand is refused', async () => {
    const plan = readPlan(
      'labs: [{lab: simultaneous-open, role: client, command: x, points: 1}, {lab: handshake-data, role: client, command: x, points: 1}]',
      'p',
    )
    await expect(knownTasks(plan, 'p')).rejects.toThrow(/role: the client of this lab speaks TCP by hand/)
  })

  it('of good labs is known', async () => {
    const known = await knownTasks(readPlan(good, 'plan.yaml'), 'plan.yaml')
    expect(known.map(({ task: { id }, takes }) => [id, takes])).toEqual([
      ['handshake.server', 1000],
      ['close-wait.destroy.server', 4000],
    ])
  })
})
