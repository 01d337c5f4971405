import type { Diagnosis } from '../doctor/diagnosis.ts'
import { lookForWayIn } from '../doctor/entry.ts'
import { kernelFindings } from '../doctor/kernel.ts'
import { placeFinding, placeOf, readTraces } from '../doctor/place.ts'
import { rightsFindings } from '../doctor/rights.ts'
import { runtimeFindings } from '../doctor/runtime.ts'
import { boundsFinding, sandboxFinding } from '../doctor/sandbox.ts'
import { toolFindings } from '../doctor/tools.ts'
import { tryUserNamespace, userNamespaces } from '../doctor/user-namespaces.ts'
import { widthOfScreen } from '../report/screen.ts'
import { paint, wantsColor } from '../report/style.ts'
import { beside } from '../report/table.ts'
import { exitStatus } from '../run/exit-status.ts'
import { widenPath } from '../system/tools.ts'
import type { DoctorWords } from '../words/doctor.ts'
import { type Spoken, spoken } from './spoken.ts'

/** Says what this machine has and lacks, and what each lack costs; resolves to 77 when one of them keeps the labs from running. */
export async function doctorCommand({ json = false, lang }: Spoken & { readonly json?: boolean }): Promise<number> {
  widenPath()
  const words = spoken({ lang }).doctor
  const way = lookForWayIn(words)
  const findings = (
    await Promise.all([
      rightsFindings(way, words),
      userNamespaces(tryUserNamespace(), words),
      toolFindings(words),
      kernelFindings(way, words),
      sandboxFinding(way, words),
      boundsFinding(way, words),
      runtimeFindings(way, words),
    ])
  ).flat()
  const runs = findings.every(({ has, vital }) => has || !vital)
  const place = placeFinding(placeOf(readTraces()), findings, words)
  process.stdout.write(json ? asJson([place, ...findings]) : asTable(place, findings, runs, words))
  return runs ? exitStatus.pass : exitStatus.host
}

const asJson = (findings: readonly Diagnosis[]): string =>
  `${JSON.stringify(
    findings.map(({ name, has, found, costs }) => ({ name, has, found, costs })),
    undefined,
    2,
  )}\n`

const bounds = { least: 60, most: 80, inPipe: 80 } as const

/** What is there takes a line; only what is lacking says what that costs. */
function asTable(
  place: Diagnosis,
  findings: readonly Diagnosis[],
  runs: boolean,
  { names, verdicts }: DoctorWords,
): string {
  const paints = paint(wantsColor(process.stdout))
  const width = widthOfScreen(bounds) - 4
  const head = [...beside(names.place, place.found, 20, width + 4), ...beside('', place.costs, 20, width + 4)]
  const lines = findings.flatMap(({ name, has, found, costs }) => {
    const [first = '', ...rest] = [
      ...beside(isNamed(name, names) ? names[name] : name, found, 18, width),
      ...(has ? [] : beside('', costs, 18, width)),
    ]
    return [`  ${has ? paints.green('✔') : paints.red('✘')} ${first}`, ...rest.map((line) => `    ${line}`)]
  })
  const verdict = runs
    ? `${paints.green(verdicts.canRun)} ${verdicts.next}`
    : `${paints.red(verdicts.cannotRun)} ${verdicts.install}`
  const isConfined = findings.some(({ name, has }) => name === 'sandbox' && has)
  const grading = isConfined ? verdicts.canGrade : verdicts.cannotGrade
  return `${[...head, '', ...lines, '', verdict, ...(runs ? [grading] : [])].join('\n')}\n`
}

const isNamed = (name: string, names: DoctorWords['names']): name is keyof DoctorWords['names'] =>
  Object.hasOwn(names, name)
