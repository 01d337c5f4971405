import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lab, stateOfHost } from '../labs/cli.ts'
import { eventually, isGone, startMarked } from '../labs/marked.ts'
import { makeUsersCopy, type UsersCopy } from '../labs/user.ts'
import { type Ground, hasCompiler, makeGround, programs } from './ground.ts'

/** What must come of each, in four-way-close unless another lab is said. Those that take longest begin first. */
const hostile = {
  'hogs.py': { comes: 'fail' },
  'fork-bomb.py': { comes: 'fail', limit: 'processes' },
  'floods.py': { comes: 'fail', limit: 'traffic' },
  'dies-on-the-way.py': { comes: 'fail' },
  'memory-bomb.py': { comes: 'fail', limit: 'memory', given: ['--limit', 'memory=128M'] },
  'endless-line.py': { comes: 'fail' },
  'many-lines.pl': { comes: 'fail' },
  'daemon.py': { comes: 'fail' },
  'daemon-at-once.c': { comes: 'fail' },
  'odd-options.py': { comes: 'fail' },
  'exits-as-killed.sh': { comes: 'fail' },
  'exits-as-crashed.pl': { comes: 'fail' },
  'closes-early.py': { lab: 'close-wait', comes: 'fail' },
  'never-accepts.py': { lab: 'close-wait', comes: 'fail' },
  'holds-stdout.py': { comes: 'fail' },
  'says-it-all.py': { comes: 'fail' },
  'prerecorded.py': { lab: 'handshake', comes: 'fail' },
  'forged-report.py': { comes: 'fail' },
  'title.pl': { comes: 'fail' },
  'kills-everybody.py': { comes: 'pass' },
  'stops-its-parent.py': { comes: 'pass' },
  'opens-the-inspector.py': { comes: 'pass' },
  'binary.py': { comes: 'pass' },
  'fills-the-disk.py': { comes: 'pass' },
  'writes-outside.py': { comes: 'pass' },
  'reads-others.py': { comes: 'pass' },
  'ptrace.py': { comes: 'pass' },
  'mounts.py': { comes: 'pass' },
  'joins-the-router.py': { comes: 'pass' },
  'sets-sysctls.py': { comes: 'pass' },
  'rules.py': { comes: 'pass' },
  'forges-segments.py': { comes: 'pass' },
  'traces.py': { comes: 'pass' },
  'ignores-signals.py': { comes: 'pass' },
  'symlinks.py': { comes: 'pass' },
  'unix-sockets.py': { comes: 'pass' },
  'takes-sockets.py': { comes: 'pass' },
  'deaf.py': { lab: 'handshake', comes: 'pass' },
  'many-sockets.py': { comes: 'fail', limit: 'traffic' },
  'blasts.py': { comes: 'fail', limit: 'traffic' },
  'calls-itself.py': { comes: 'fail', limit: 'traffic' },
} as const satisfies Readonly<Record<string, Hostile>>

interface Hostile {
  readonly lab?: string
  readonly comes: 'pass' | 'fail'
  /** The limit that the record says it has come upon, where there are control groups to tell. */
  readonly limit?: string
  readonly given?: readonly string[]
}

type Program = keyof typeof hostile

/** What came of one. */
interface Came {
  readonly verdict: string
  readonly late?: true
  readonly seconds: number
  readonly managed: readonly string[]
  readonly limits: readonly string[]
  /** Its processes and control groups that stayed. */
  readonly left: readonly string[]
}

const isRoot = process.getuid?.() === 0
const sideBySide = 2
/** All that is not the program's own doing takes no longer, on a machine that others keep busy. Seconds. */
const longest = 240

const factsIn = (record: string): ReadonlyArray<Readonly<Record<string, string>>> =>
  readFileSync(join(record, 'evidence.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))

const toldIn = (stdout: string): Omit<Came, 'left' | 'seconds'> => {
  const { verdict, late, record } = JSON.parse(stdout)
  const facts = factsIn(record).filter(({ kind, host }) => kind === 'program' && host === 'server')
  return {
    verdict,
    ...(late ? { late } : {}),
    managed: facts.flatMap(({ deed, text }) => (deed === 'said' && text?.startsWith('managed ') ? [text] : [])),
    limits: facts.flatMap(({ deed, limit }) => (deed === 'limited' && limit !== undefined ? [limit] : [])),
  }
}

const argumentsFor = (program: Program, ground: Ground): string[] => {
  const { lab: name = 'four-way-close', given = [] }: Hostile = hostile[program]
  return ['run', name, '--server', ground.command(program), ...given]
}

/** The control groups that runs in these slots have left: one with a process in it is of whoever has got the slot since. */
const groupsOf = (slots: ReadonlySet<string>): string[] =>
  groupsUnder('/sys/fs/cgroup').filter(
    (path) => slots.has(/tcp-labs-(\d+)-/.exec(path)?.[1] ?? '') && isEmpty(join(path, 'cgroup.procs')),
  )

/** One that is gone meanwhile is none that is left. */
function isEmpty(path: string): boolean {
  try {
    return readFileSync(path, 'utf8') === ''
  } catch {
    return false
  }
}

/** Others come and go meanwhile. */
function groupsUnder(folder: string): string[] {
  try {
    const folders = readdirSync(folder, { withFileTypes: true }).filter((each) => each.isDirectory())
    return folders.flatMap(({ name }) => [join(folder, name), ...groupsUnder(join(folder, name))])
  } catch {
    return []
  }
}

async function play(program: Program, ground: Ground): Promise<Came> {
  const begun = performance.now()
  const run = startMarked([...argumentsFor(program, ground), '--json'], { TCP_LABS_RUNS: ground.runs })
  const slots = new Set<string>()
  const looking = setInterval(() => {
    const slot = /--inside (\d+)/.exec(run.named('--inside')[0]?.line ?? '')?.[1]
    if (slot !== undefined) slots.add(slot)
    if (slots.size > 0) clearInterval(looking)
  }, 200)
  const { stdout } = await run.command.finally(() => clearInterval(looking))
  const seconds = (performance.now() - begun) / 1000
  const left = await isGone(run, 5000).then(
    () => [] as const,
    (error: Error) => [error.message],
  )
  await eventually('its control groups are gone', () => groupsOf(slots).length === 0, 3000).catch(() => {})
  return { ...toldIn(String(stdout)), seconds, left: [...left, ...groupsOf(slots)] }
}

/** Begins with all, so many at a time, and knows of each when it has ended. */
function playAll(ground: Ground): ReadonlyMap<Program, Promise<Came>> {
  const lanes = Array.from({ length: sideBySide }, () => Promise.resolve<unknown>(undefined))
  const waiting = (Object.keys(hostile) as Program[]).filter((program) => !program.endsWith('.c') || hasCompiler)
  const resolvers = waiting.map((program) => ({ program, ...Promise.withResolvers<Came>() }))
  const queue = [...resolvers]
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      await play(next.program, ground).then(next.resolve, next.reject)
    }
  }
  for (const lane of lanes) void lane.then(work)
  for (const { promise } of resolvers) promise.catch(() => {})
  return new Map(resolvers.map(({ program, promise }) => [program, promise]))
}

describe('a hostile program', { timeout: 400_000 }, () => {
  let ground: Ground
  let before = { ground: '', host: '' }
  let plays: ReadonlyMap<Program, Promise<Came>> = new Map()
  beforeAll(async () => {
    ground = await makeGround()
    before = { ground: ground.state(), host: await stateOfHost() }
    plays = playAll(ground)
  })
  afterAll(() => ground.remove())

  it('says what it tries and what must come of it, each of them', () => {
    const files = readdirSync(programs).filter((name) => name !== 'serving.py')
    expect(files.toSorted()).toEqual(Object.keys(hostile).toSorted())
    for (const file of files)
      expect(readFileSync(join(programs, file), 'utf8'), file).toMatch(/^(#|\/\/) .+\n(#|\/\/) Must .+\n/)
  })

  it.for(Object.entries(hostile) as ReadonlyArray<[Program, Hostile]>)(
    '%s gets what it deserves, in time',
    async ([program, { comes, limit }], { skip }) => {
      const play = plays.get(program)
      if (!play) return skip('there is no compiler')
      const came = await play
      expect(came).toMatchObject({ managed: [], left: [] })
      expect(came.verdict).toBe(comes)
      expect(came.seconds).toBeLessThan(longest)
      if (limit !== undefined && isRoot) expect(came.limits).toContain(limit)
    },
  )

  it('changes nothing outside', async () => {
    await Promise.allSettled(plays.values())
    expect(ground.state()).toBe(before.ground)
    expect(await stateOfHost()).toBe(before.host)
    const owned = readdirSync('/tmp').filter((name) => name.startsWith('link'))
    expect(owned).toEqual([])
  })

  it.for(['forged-report.py', 'title.pl', 'binary.py'] as const)(
    "%s puts nothing of its own on the reader's terminal",
    async (program) => {
      await Promise.allSettled(plays.values())
      const { stdout, stderr } = await lab(argumentsFor(program, ground), { env: { TCP_LABS_RUNS: ground.runs } })
      expect(stdout.length).toBeGreaterThan(100)
      expect(`${stdout}${stderr}`).not.toMatch(/(?!\n)[\p{Cc}\u2028\u2029\u202a-\u202e\ufeff]/u)
      expect(stdout.split('\n').filter((line) => /^pass: /.test(line))).toHaveLength(
        hostile[program].comes === 'pass' ? 1 : 0,
      )
    },
  )

  it.for(['reads-others.py', 'unix-sockets.py'] as const)('%s manages it without a sandbox', async (program) => {
    await Promise.allSettled(plays.values())
    const { stdout } = await lab([...argumentsFor(program, ground), '--json', '--trust'], {
      env: { TCP_LABS_RUNS: ground.runs },
    })
    expect(toldIn(stdout).managed.length).toBeGreaterThan(0)
  })
})

// Where root runs these tests; an ordinary user's have just been that.
describe.runIf(isRoot)('a hostile program that an ordinary user runs', { timeout: 400_000 }, () => {
  let user: UsersCopy
  let ground: Ground
  beforeAll(async () => {
    user = makeUsersCopy()
    ground = await makeGround(user.folder, 65_534)
  })
  afterAll(() => {
    user.remove()
    ground.remove()
  })

  const telling = ['kills-everybody.py', 'writes-outside.py', 'reads-others.py', 'sets-sysctls.py', 'rules.py'] as const
  it('gets what it deserves, and changes nothing outside', async () => {
    const before = ground.state()
    // The copy lies in /tmp, of which each program has one of its own.
    const isOutside = (what: string): boolean => !what.includes(user.folder)
    const came = await Promise.all(
      telling.map(async (program) => {
        const { verdict, late, managed } = toldIn((await user.lab([...argumentsFor(program, ground), '--json'])).stdout)
        // Without control groups five side by side may be too much for a machine that others load, too.
        return { verdict: late ? hostile[program].comes : verdict, managed: managed.filter(isOutside) }
      }),
    )
    expect(came).toEqual(telling.map((program) => ({ verdict: hostile[program].comes, managed: [] })))
    expect(ground.state()).toBe(before)
  })
})
