import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectFolder } from '../../catalogue/names.ts'
import { WrongUsage } from '../../errors.ts'
import { claimsPage, type PagedLab, type PagedStatement } from '../../report/claims-page.ts'
import { hrefOf } from '../../report/page-link.ts'
import { type LanguageName, languages, speakerOf } from '../../words/spoken.ts'
import type { Entry, EntryLab } from './ledger.ts'

/** Writes the ledger as a page that links the pages of the latest runs, where these are there. */
export async function writeClaimsPage(path: string, entries: readonly Entry[], language: LanguageName): Promise<void> {
  const speakers = Object.fromEntries(languages.map((name) => [name, speakerOf(name)]))
  const text = await claimsPage(
    entries.map((entry) => pagedOf(entry, path)),
    { speakers, language },
  )
  try {
    writeFileSync(path, text)
  } catch (error) {
    throw new WrongUsage(`the report html cannot be written to ${path}: ${(error as Error).message}`)
  }
}

function pagedOf(entry: Entry, path: string): PagedStatement {
  const { id, claim, zh, ruling, settled, notes, source, since = '', sinceZh = since, sides } = entry
  return {
    ...{ id, claim: { en: claim, zh }, ruling, settled, notes, source },
    ...(since === '' ? {} : { since: { en: since, zh: sinceZh } }),
    sides: sides.map(({ linux = '', zh: told = linux, notes: says = [], labs, ...side }) => ({
      ...{ id: side.id, verdict: side.verdict, shown: side.shown, notes: says },
      ...(linux === '' ? {} : { linux: { en: linux, zh: told } }),
      labs: labs.map((each) => labOf(each, path)),
    })),
  }
}

/** The run that showed it, where a later one did not. */
function labOf({ lab, variant, last, shown }: EntryLab, path: string): PagedLab {
  const run = shown ?? last
  return {
    ...{ lab, ...(variant === undefined ? {} : { variant }) },
    ...(run ? { verdict: run.verdict, began: run.began, ...hrefOf(join(projectFolder, run.record), path) } : {}),
  }
}
