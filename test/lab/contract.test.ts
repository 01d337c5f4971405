import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { labNames, labsFolder } from '../../src/catalogue/names.ts'
import { castLab, loadLab } from '../../src/catalogue.ts'
import type { End } from '../../src/evidence.ts'
import type { Lab } from '../../src/lab.ts'
import { rawEndOf } from '../../src/network.ts'
import { stageThatTells } from './told.ts'

/** What a play tells an end: lines and signals, each once. An address is another in every run, and an empty line says nothing. */
async function toldIn(play: Lab['play'], end: End): Promise<readonly string[]> {
  const { told, stage } = stageThatTells()
  await play(stage)
  const cues = told.filter((each) => each.startsWith(`${end}: `)).map((each) => each.slice(end.length + 2))
  const named = cues.map((cue) =>
    cue.replace(/^198\.18\.0\.\d|^undefined|^$/, (found) => (found ? 'ADDRESS' : 'an empty line')),
  )
  return [...new Set(named)].sort()
}

/** The part of a lab's README for whoever brings a program. */
function partOf(name: string): string {
  const readme = readFileSync(join(labsFolder, name, 'README.md'), 'utf8')
  return /^\*\*Your own program\*\*[\s\S]*?(?=^\*\*Try next)/m.exec(readme)?.[0] ?? ''
}

const rowOf = (part: string, end: End): readonly string[] =>
  part
    .split('\n')
    .find((line) => line.startsWith(`| ${end} |`))
    ?.split(' | ')
    .map((cell) => cell.replace(/^\| | \|$/g, '')) ?? []

/** What each of the cell's items begins with: a line in backticks, a signal, or an empty line. */
const namesIn = (cell: string): readonly string[] =>
  cell === 'none'
    ? []
    : [
        ...new Set(
          cell
            .split('; ')
            .map((item) => /^(?:`([^`]*)`|(SIG\w+|an empty line))/.exec(item)?.slice(1).find(Boolean) ?? item),
        ),
      ].sort()

describe.each(labNames())('the README of %s tells whoever brings a program', (name) => {
  const part = partOf(name)

  it.each(['server', 'client'] as const)('what the %s does, and all that it is told', async (end) => {
    const lab = await loadLab(name)
    const [, does = '', told = ''] = rowOf(part, end)
    expect(does).not.toBe('')
    if (rawEndOf(lab.network ?? {}) === end) expect(does).toMatch(/^a raw peer/)
    else expect(namesIn(told)).toEqual(await toldIn(lab.play, end))
  })

  it('what it is told in variants', async () => {
    const { variants = {} } = await loadLab(name)
    for (const variant of Object.keys(variants)) {
      const { lab } = await castLab(name, variant)
      for (const end of ['server', 'client'] as const) {
        if (rawEndOf(lab.network ?? {}) === end) continue
        for (const cue of await toldIn(lab.play, end)) expect(part, `${variant}, ${end}`).toContain(cue)
      }
    }
  })
})
