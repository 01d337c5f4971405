// Writes the READMEs' tables of labs, in both languages, from what the labs say of themselves.
//
//   npm run readme-labs              write them
//   npm run readme-labs -- --check   only say which is stale, with status 1 if one is
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { labNames, projectFolder } from '../src/catalogue/names.ts'
import { loadLab } from '../src/catalogue.ts'
import { chapters, type Lab } from '../src/lab.ts'
import { type LanguageName, speakerOf } from '../src/words/spoken.ts'

interface Readme {
  readonly file: string
  readonly head: string
  readonly language: LanguageName
  readonly row: (name: string, lab: Lab) => string
}

const readmes: readonly Readme[] = [
  {
    file: 'README.md',
    head: '| lab | shows |',
    language: 'en',
    row: (name, { title }) => `| [${name}](labs/${name}) | ${title} |`,
  },
  {
    file: 'README.zh.md',
    head: '| 实验 | 显示什么 |',
    language: 'zh',
    // A folder alone would be shown with its English README.
    row: (name, { zh }) => `| [${name}](labs/${name}/README.zh.md) | ${zh} |`,
  },
]

const labs = await Promise.all(labNames().map(async (name) => ({ name, lab: await loadLab(name) })))
for (const readme of readmes) {
  const file = join(projectFolder, readme.file)
  const written = readFileSync(file, 'utf8')
  const fresh = withTable(written, readme)
  if (!process.argv.includes('--check')) writeFileSync(file, fresh)
  else if (fresh !== written) {
    process.stderr.write(`the table of labs in ${readme.file} is stale: npm run readme-labs\n`)
    process.exitCode = 1
  }
}

function withTable(written: string, readme: Readme): string {
  const before = `${readme.head}\n|---|---|\n`
  const at = written.indexOf(before)
  if (at < 0) throw new Error(`${readme.file} has no table that begins '${readme.head}'`)
  const rest = written.slice(at + before.length).replace(/^(?:\|.*\n)*/, '')
  return `${written.slice(0, at)}${before}${rowsOf(readme).join('\n')}\n${rest}`
}

function rowsOf({ language, row }: Readme): readonly string[] {
  const titles = speakerOf(language).page.chapters
  return chapters.flatMap((chapter) => [
    `| **${titles[chapter]}** | |`,
    ...labs
      .filter(({ lab }) => lab.lesson.chapter === chapter)
      .toSorted((a, b) => a.lab.lesson.step - b.lab.lesson.step)
      .map(({ name, lab }) => row(name, lab)),
  ])
}
