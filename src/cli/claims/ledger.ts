import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { changedLab } from '../../catalogue/changed.ts'
import { folderOf, labNames, projectFolder } from '../../catalogue/names.ts'
import { type Note, type Ruling, rulingOf, type Side, type Statement } from '../../catalogue/statement.ts'
import { statements } from '../../catalogue/statements.ts'
import { loadLab } from '../../catalogue.ts'
import { type Lab, words } from '../../lab.ts'
import { passedOver } from '../../report/said.ts'
import { type LatestRun, latestRuns } from '../../run/latest.ts'

/** A lab, or a variant of one, whose claims settle sides of statements. */
export interface Settler {
  readonly lab: string
  readonly variant?: string
  readonly settles: ReadonlySet<string>
}

/** A statement, and what came of it on this machine; `claims --json` prints them, so the fields are a contract. */
export interface Entry extends Omit<Statement, 'sides'> {
  readonly ruling: Ruling
  /** Every side of it was shown here. */
  readonly settled: boolean
  readonly sides: readonly EntrySide[]
}

export interface EntrySide extends Side {
  readonly notes?: readonly Note[]
  /** A run that passed showed it, whatever came of later ones. */
  readonly shown: boolean
  readonly labs: readonly EntryLab[]
}

/** A lab that settles a side, and its runs on this machine. */
export interface EntryLab {
  readonly lab: string
  readonly variant?: string
  readonly last?: RunInLedger
  /** The latest that passed, and showed this; where that is not the last one. */
  readonly shown?: RunInLedger
}

interface RunInLedger {
  readonly verdict: 'pass' | 'fail' | 'unknown'
  readonly began: string
  readonly kernel: string
  readonly record: string
}

/**
 * Which labs and variants there are to settle what, by their claims.
 *
 * @param of the ids of the statements that are asked for; only labs that write one of them are loaded. All of them by default.
 */
export async function settlers(of?: readonly string[]): Promise<Settler[]> {
  const names = of === undefined ? labNames() : labNames().filter((name) => of.some((id) => writes(name, id)))
  const all = await Promise.all(names.map(async (name) => ({ name, lab: await loadLab(name) })))
  return all.flatMap(({ name, lab }) => [
    { lab: name, settles: settledBy(lab) },
    ...Object.entries(lab.variants ?? {}).map(([variant, change]) => ({
      ...{ lab: name, variant },
      settles: settledBy(changedLab(lab, change, {})),
    })),
  ])
}

const settledBy = (lab: Lab): ReadonlySet<string> => new Set(lab.claims(words).flatMap(({ settles }) => settles))

/** To load them all takes thirty times as long as to read them, and an id stands in a lab's file as it is in the ledger. */
const writes = (lab: string, id: string): boolean =>
  new RegExp(`\\b${id}\\b`).test(readFileSync(join(folderOf(lab), 'lab.ts'), 'utf8'))

/**
 * The whole ledger, or of it these statements in the order of the ledger. A failed run hides nothing that an earlier one has shown,
 * and is told of beside it.
 */
export async function ledger(of?: readonly string[]): Promise<Entry[]> {
  const all = await settlers(of)
  const runs = new Map(
    [...new Set(all.map(({ lab }) => lab))].flatMap((lab) =>
      latestRuns(lab, passedOver).map(({ variant, ...latest }) => [nameOf({ lab, variant }), latest] as const),
    ),
  )
  const asked = of === undefined ? statements : statements.filter(({ id }) => of.includes(id))
  return asked.map(({ sides, ...statement }) => {
    const entries = sides.map((side): EntrySide => {
      const labs = all
        .filter(({ settles }) => settles.has(side.id))
        .map(({ lab, variant }): EntryLab & { isShown: boolean } => {
          const { last, lastPass } = runs.get(nameOf({ lab, variant })) ?? {}
          const shown = lastPass && shows(lastPass, side.id) ? lastPass : undefined
          return {
            ...{ lab, ...(variant === undefined ? {} : { variant }) },
            ...(last ? { last: told(last) } : {}),
            ...(shown && shown !== last ? { shown: told(shown) } : {}),
            isShown: shown !== undefined,
          }
        })
      const isShown = labs.some((each) => each.isShown)
      return { ...side, shown: isShown, labs: labs.map(({ isShown: _, ...each }) => each) }
    })
    const settled = entries.every(({ shown }) => shown)
    return { ...statement, ruling: rulingOf({ ...statement, sides }), settled, sides: entries }
  })
}

const shows = ({ verdict }: LatestRun, side: string): boolean =>
  verdict.claims.some(({ settles, verdict: came }) => settles.includes(side) && came === 'holds')

const told = ({ folder, verdict: { verdict, began, kernel } }: LatestRun): RunInLedger => ({
  ...{ verdict, began, kernel },
  record: relative(projectFolder, folder),
})

/** What runs are found by. */
const nameOf = ({ lab, variant }: { readonly lab: string; readonly variant?: string | undefined }): string =>
  variant === undefined ? lab : `${lab} (${variant})`
