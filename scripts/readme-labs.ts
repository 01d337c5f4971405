// Writes the README's table of labs, from what the labs say of themselves.
//
//   npm run readme-labs              write it
//   npm run readme-labs -- --check   only say whether it is stale, with status 1 if it is
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { labNames, projectFolder } from '../src/catalogue/names.ts'
import { loadLab } from '../src/catalogue.ts'
import { chapters } from '../src/lab.ts'

const titles: Readonly<Record<(typeof chapters)[number], string>> = {
  layers: 'Layers',
  opening: 'Opening',
  data: 'Data',
  closing: 'Closing',
  'TIME-WAIT': 'TIME-WAIT',
  'the whole': 'The whole',
  questions: 'What people ask most',
}

const labs = await Promise.all(labNames().map(async (name) => ({ name, ...(await loadLab(name)) })))
const rows = chapters.flatMap((chapter) => [
  `| **${titles[chapter]}** | |`,
  ...labs
    .filter(({ lesson }) => lesson.chapter === chapter)
    .toSorted((a, b) => a.lesson.step - b.lesson.step)
    .map(({ name, title }) => `| [${name}](labs/${name}) | ${title} |`),
])
const file = join(projectFolder, 'README.md')
const readme = readFileSync(file, 'utf8')
const table = /(?<=^\| lab \| shows \|\n\|---\|---\|\n)(?:\|.*\n)*/m
const fresh = readme.replace(table, () => `${rows.join('\n')}\n`)
if (!process.argv.includes('--check')) writeFileSync(file, fresh)
else if (fresh !== readme) {
  process.stderr.write("the README's table of labs is stale: npm run readme-labs\n")
  process.exitCode = 1
}
