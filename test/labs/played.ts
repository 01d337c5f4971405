import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { inject } from 'vitest'
import { loadEvidence } from '../../src/evidence/load.ts'
import type { Evidence } from '../../src/evidence.ts'
import { readVerdict, type VerdictFile } from '../../src/run/verdict-file.ts'
import { type End, type ProgramEnd, readWhole } from './ends.ts'
import { nameOf, type Play } from './plays.ts'

/** The record of a run that was played for all tests, once. */
export interface Played {
  readonly folder: string
  readonly verdict: VerdictFile
  readonly evidence: Evidence
}

type Wanted = Omit<Play, 'takes'>

/** Longer than everything together takes on a slow machine. */
const deadline = 900_000

/** Where the records of all labs and variants over IPv4 are, as `lab all` leaves them. */
export const runsOfAll = (): string => join(inject('played'), 'all')

/** Waits for the run to be played; throws with what was said where it came to no verdict, or whoever plays has failed. */
export async function played(wanted: Wanted): Promise<Played> {
  const isOfAll = wanted.twin === undefined && wanted.family === 'IPv4'
  const folder = await (isOfAll ? playedByAll(wanted) : playedBesides(wanted))
  const verdict = readVerdict(folder)
  if (!verdict) throw new Error(`${nameOf(wanted)} has left no verdict in ${folder}`)
  return { folder, verdict, evidence: loadEvidence(folder) }
}

/** How the program that plays has ended; it is waited for. */
export const endOf = (program: 'all' | 'others'): Promise<ProgramEnd> =>
  until(`the end of what plays ${program}`, () => ended(program))

const ended = (program: string): ProgramEnd | undefined => readWhole(join(inject('played'), `${program}.json`))

/** `lab all` writes down nothing but records until it ends: one that is unknown for lateness is not its last word. */
async function playedByAll(wanted: Wanted): Promise<string> {
  return until(nameOf(wanted), () => {
    const end = ended('all')
    const found = recordsOf(wanted).find(({ verdict }) => end || !verdict.late)
    if (found) return found.folder
    if (end) throw new Error(`${nameOf(wanted)} was not played: ${told(end)}`)
    return undefined
  })
}

/** The latest first. */
function recordsOf({ lab, variant }: Wanted) {
  const parent = join(runsOfAll(), lab)
  const names = existsSync(parent) ? readdirSync(parent).filter((name) => name !== 'latest') : []
  return names
    .toSorted()
    .reverse()
    .flatMap((name) => {
      const folder = join(parent, name)
      const verdict = readVerdict(folder)
      return verdict && verdict.variant === variant ? [{ folder, verdict }] : []
    })
}

async function playedBesides(wanted: Wanted): Promise<string> {
  const end = await until(nameOf(wanted), () => {
    const found = readWhole<End>(join(inject('played'), 'ends', `${nameOf(wanted)}.json`))
    const program = found ? undefined : ended('others')
    if (program) throw new Error(`${nameOf(wanted)} was not played: ${told(program)}`)
    return found
  })
  if (end.record === undefined) throw new Error(`${nameOf(wanted)} ended with status ${end.status}: ${end.reason}`)
  return end.record
}

const told = ({ status, stdout, stderr }: ProgramEnd): string =>
  `whoever plays ended with status ${status}\n${stderr}\n${stdout}`

/** Asks for what is played to be played, and waits for a fact of it. */
async function until<Fact>(what: string, find: () => Fact | undefined): Promise<Fact> {
  writeFileSync(join(inject('played'), 'wanted'), '')
  for (const begun = performance.now(); performance.now() - begun < deadline; await setTimeout(100)) {
    const found = find()
    if (found !== undefined) return found
  }
  throw new Error(`${what} did not come within ${deadline / 1000} s`)
}
