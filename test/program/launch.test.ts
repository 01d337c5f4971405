import { PassThrough } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Fact, ProgramFact } from '../../src/evidence.ts'
import { eachLine, launch } from '../../src/program/launch.ts'
import { ms } from '../../src/tcp.ts'

/** What is taken of a program that prints this, in chunks. */
async function taken(...chunks: readonly Buffer[]): Promise<string[]> {
  const stream = new PassThrough()
  const lines: string[] = []
  const { flush } = eachLine(stream, (line) => lines.push(line))
  for (const chunk of chunks) {
    if (!stream.write(chunk)) await new Promise((resolve) => stream.once('drain', resolve))
  }
  await setTimeout(100)
  flush()
  return lines
}

describe('what a program prints', () => {
  it('is taken line by line, however it comes, and a last line without its end too', async () => {
    expect(await taken(Buffer.from('one\ntw'), Buffer.from('o\n\nthree'))).toEqual(['one', 'two', 'three'])
  })
  it('may have its characters cut in two', async () => {
    const bytes = Buffer.from('grün\n')
    expect(await taken(bytes.subarray(0, 3), bytes.subarray(3))).toEqual(['grün'])
  })
  it('is cut where a line has no end', async () => {
    const [line] = await taken(Buffer.alloc(100_000, 'x'))
    expect(line).toHaveLength(65_536)
  })
  it('is recorded up to so many characters in all, and the record says so', async () => {
    const line = Buffer.from(`${'x'.repeat(60_000)}\n`)
    const lines = await taken(...Array.from({ length: 200 }, () => line))
    expect(lines).toHaveLength(175)
    expect(lines.at(-1)).toBe('(more than 10 MiB in all: the rest is not recorded)')
  })
  it('is recorded up to so many lines, and the record says so', async () => {
    const lines = await taken(Buffer.from('x\n'.repeat(12_000)))
    expect(lines).toHaveLength(10_000)
    expect(lines.at(-1)).toBe('(more than 10000 lines: the rest is not recorded)')
  })
})

/** A shell script in a program's place, and what the record tells of it. */
function launched(script: string, orphans: readonly string[] = []) {
  const told: ProgramFact[] = []
  const program = launch({
    end: 'client',
    name: 'a script',
    words: ['sh', '-c', script, 'sh'],
    at: ['198.18.0.1', '8080'],
    environment: { OF_ITS_OWN: 'yes' },
    within: (work) => work(),
    orphans: () => orphans,
    now: () => ms(told.length),
    tell: (fact: Fact) => void (fact.kind === 'program' && told.push(fact)),
  })
  const deeds = () =>
    told.map(
      (fact) =>
        `${fact.deed} ${fact.deed === 'exited' ? JSON.stringify(fact.ending) : fact.deed === 'limited' ? fact.limit : fact.text}`,
    )
  return { program, deeds, told }
}

describe('a program that is launched', () => {
  it('gets host and port as its last words, and its own environment', async () => {
    const { program, deeds } = launched('echo "$1 $2 $OF_ITS_OWN"')
    await program.ended
    expect(deeds()).toEqual(['started a script', 'said 198.18.0.1 8080 yes', 'exited {"status":0}'])
  })

  it('is cued by a line; what it says and complains of is told apart, to its last line', async () => {
    const { program, deeds, told } = launched('read line; echo "heard $line"; printf "alas" >&2; exit 3')
    program.cue('go')
    await program.ended
    expect(deeds().slice(0, 2)).toEqual(['started a script', 'cued go'])
    expect(deeds().slice(2, 4).sort()).toEqual(['complained alas', 'said heard go'])
    expect(told.at(-1)).toMatchObject({ deed: 'exited', ending: { status: 3 }, host: 'client', by: 'program' })
    expect(program.ending()).toMatchObject({ status: 3 })
  })

  it('that is sent a signal ended by it, and the record tells who sent it', async () => {
    const { program, deeds } = launched('echo here; read line')
    await expect.poll(deeds).toContain('said here')
    program.signal('SIGTERM')
    await program.ended
    expect(deeds().slice(-2)).toEqual(['signalled SIGTERM', 'exited {"signal":"SIGTERM"}'])
  })

  it('is ended at once where that is wanted', async () => {
    const { program, deeds } = launched('trap "" TERM; echo here; while :; do sleep 1; done')
    await expect.poll(deeds).toContain('said here')
    await program.kill()
    expect(await program.ended).toMatchObject({ signal: 'SIGKILL' })
  })

  it('that has ended is told with what it left behind, five by name; one that goes on has left nothing', async () => {
    const left = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
    const { program, told } = launched('read line', left)
    program.tellLeft()
    expect(told.some(({ deed }) => deed === 'left')).toBe(false)
    program.cue('end')
    await program.ended
    program.tellLeft()
    expect(told.at(-1)).toMatchObject({ deed: 'left', text: 'a, b, c, d, e', more: 2 })
  })
})
