import { writeFileSync } from 'node:fs'
import { loadLab } from '../catalogue.ts'
import { loadEvidence } from '../evidence/load.ts'
import { chapters, type Lab } from '../lab.ts'
import { inShort } from '../report/explained.ts'
import { type IndexGroup, type IndexRow, indexPage } from '../report/index-page.ts'
import { hrefOf } from '../report/page-link.ts'
import type { ToldRun } from '../report.ts'
import { edgeName, shownIn } from '../story/diagram.ts'
import { edges } from '../tcp.ts'
import { type LanguageName, languages, speakerOf } from '../words/spoken.ts'

const speakers = Object.fromEntries(languages.map((name) => [name, speakerOf(name)]))

/** Writes the page that links those of these runs: by chapters, in the order in which one would learn them, with what they show of the diagram. */
export async function writeIndex(path: string, runs: readonly ToldRun[], language: LanguageName): Promise<void> {
  const labs = await Promise.all(runs.map(async (run) => ({ run, lab: await loadLab(run.lab) })))
  const groups = chapters.flatMap((chapter): IndexGroup[] => {
    const own = labs
      .filter(({ lab }) => lab.lesson.chapter === chapter)
      .toSorted((a, b) => a.lab.lesson.step - b.lab.lesson.step || placeOf(a) - placeOf(b))
    const titles = Object.fromEntries(languages.map((name) => [name, speakerOf(name).page.chapters[chapter]]))
    return own.length === 0 ? [] : [{ titles, rows: own.map(({ run, lab }) => rowOf(run, lab, path)) }]
  })
  const titles = Object.fromEntries(languages.map((name) => [name, speakerOf(name).page.indexOf]))
  const text = await indexPage({ titles, groups, edges: edgesShownBy(runs) }, { speakers, language })
  writeFileSync(path, text)
}

/** The lab itself comes before its variants. */
const placeOf = ({ run: { variant }, lab }: { readonly run: ToldRun; readonly lab: Lab }): number =>
  variant === undefined ? -1 : Object.keys(lab.variants ?? {}).indexOf(variant)

function rowOf(run: ToldRun, lab: Lab, index: string): IndexRow {
  const { name, result, seconds, points, record, variant, claims, reason } = run
  const own = variant === undefined ? undefined : lab.variants?.[variant]
  const failed =
    claims.find(({ verdict }) => verdict === 'fails') ?? claims.find(({ verdict }) => verdict === 'unknown')
  const told = (language: LanguageName): string => reason ?? (failed ? inShort(failed, speakerOf(language)) : '')
  const why = Object.fromEntries(languages.map((language) => [language, told(language)]))
  return {
    ...{ name, result, seconds },
    titles: { en: own?.title ?? lab.title, zh: own?.zh ?? lab.zh },
    ...(points ? { points } : {}),
    ...(result === 'pass' ? {} : { why }),
    ...hrefOf(record, index),
  }
}

/** Each edge with the runs that show it; a run whose record cannot be read shows none. */
function edgesShownBy(runs: readonly ToldRun[]): ReadonlyMap<string, readonly string[]> {
  const shown = runs.flatMap(({ name, record, result }) =>
    result === 'pass' && record !== undefined ? [{ name, what: new Set(shownBy(record)) }] : [],
  )
  const names = [...new Set(edges.map(({ from, to }) => edgeName(from, to)))]
  return new Map(
    names
      .map((edge) => [edge, shown.filter(({ what }) => what.has(edge)).map(({ name }) => name)] as const)
      .filter(([, by]) => by.length > 0),
  )
}

function shownBy(record: string): readonly string[] {
  try {
    // What Linux adds to an edge of the figure is named after a comma.
    return shownIn(loadEvidence(record)).map(({ what }) => what.replace(/,.*/, ''))
  } catch {
    return []
  }
}
