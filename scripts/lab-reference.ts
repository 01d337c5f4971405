// Writes docs/lab-reference.md, all that a lab and its programs may say, from the docstrings of the code, with an example of each
// verb from a lab that plays it. Says what has no docstring, and writes nothing then, with status 1.
//
//   node scripts/lab-reference.ts            write it
//   node scripts/lab-reference.ts --check    only say whether it is stale, with status 1 if it is
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type CallExpression,
  type Node,
  type PropertyAccessExpression,
  type SourceFile,
  SyntaxKind,
  type TaggedTemplateExpression,
} from 'typescript/unstable/ast'
// The compiler's interface is young, and may change with its next version; the tests find that at once.
import { API } from 'typescript/unstable/sync'
import { labNames, projectFolder } from '../src/catalogue/names.ts'
import { chapters, introduction } from './lab-reference/chapters.ts'

/** Something exported, or a member of it, as the reference shows it. */
interface Entry {
  readonly name: string
  readonly signature: string
  /** Without the stars, as Markdown. */
  readonly told: string
}

const api = new API({ cwd: projectFolder })
const { program } =
  api.updateSnapshot({ openProject: join(projectFolder, 'tsconfig.json') }).getProjects()[0] ?? fail('no project')
const missing: string[] = []

function main(): void {
  const examples = examplesOfLabs()
  const text = `${[introduction, ...chapters.map((each) => chapter(each, examples))].join('\n\n')}\n`
  api.close()
  for (const each of missing) process.stderr.write(`no docstring: ${each}\n`)
  const file = join(projectFolder, 'docs', 'lab-reference.md')
  if (missing.length > 0) process.exitCode = 1
  else if (!process.argv.includes('--check')) writeFileSync(file, text)
  else if (readFileSync(file, 'utf8') !== text) {
    process.stderr.write('docs/lab-reference.md is stale: node scripts/lab-reference.ts\n')
    process.exitCode = 1
  }
}

function chapter({ title, says, of }: (typeof chapters)[number], examples: Examples): string {
  const parts = of.map(({ file, name, exampleBy }) => {
    const source = sourceOf(file)
    const found = declared(source, name)
    const self = entryOf(found, source, `${file}: ${name}`)
    const members = membersOf(found).map((each) => entryOf(each, source, `${file}: ${name}.${nameOf(each)}`))
    const heading =
      members.length > 0 ? `### ${name}\n\n${self.told}` : `### ${name}\n\n${block(self.signature)}\n\n${self.told}`
    return [heading, ...members.map((each) => told(each, exampleBy?.(each.name), examples))].join('\n\n')
  })
  return [`## ${title}`, ...(says ? [says] : []), ...parts].join('\n\n')
}

/** A member: its signature, what it is, and where a lab says it. */
function told({ signature, told: says }: Entry, key: string | undefined, examples: Examples): string {
  const example = key === undefined ? undefined : examples.get(key)
  const lines = [`#### \`${signature}\``, says]
  if (example) lines.push(`In [${example.lab}](../labs/${example.lab}/lab.ts):\n\n${block(example.text)}`)
  return lines.join('\n\n')
}

const block = (text: string): string => `\`\`\`ts\n${text}\n\`\`\``

const sourceOf = (file: string): SourceFile =>
  program.getSourceFile(join(projectFolder, file)) ?? fail(`there is no ${file}`)

/** The exported declaration of this name. */
function declared(source: SourceFile, name: string): Node {
  for (const statement of source.statements) {
    if (nameOf(statement) === name) return statement
    if (statement.kind !== SyntaxKind.VariableStatement) continue
    for (const each of within(statement))
      if (each.kind === SyntaxKind.VariableDeclaration && nameOf(each) === name) return statement
  }
  return fail(`${source.fileName} declares no ${name}`)
}

function nameOf(node: Node): string {
  const { name } = node as { readonly name?: Node }
  return name?.getText() ?? ''
}

function membersOf(node: Node): readonly Node[] {
  const kinds: readonly SyntaxKind[] = [SyntaxKind.PropertySignature, SyntaxKind.MethodSignature]
  return node.kind === SyntaxKind.InterfaceDeclaration
    ? childrenOf(node).filter(({ kind }) => kinds.includes(kind))
    : []
}

function entryOf(node: Node, source: SourceFile, where: string): Entry {
  const told = docstringOf(node)
  if (told === '') missing.push(where)
  return { name: nameOf(node), signature: signatureOf(node, source), told }
}

function docstringOf(node: Node): string {
  const { jsDoc = [] } = node as { readonly jsDoc?: readonly Node[] }
  const text = jsDoc.at(-1)?.getText() ?? ''
  return text
    .replace(/^\/\*\*|\*\/$/g, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, ''))
    .join('\n')
    .trim()
    .replace(/^@param (\w+) /gm, '\n`$1`: ')
    .replace(/^@throws /gm, '\nThrows ')
}

/** Without `readonly`, which is so everywhere, and without what a function does inside. */
function signatureOf(node: Node, source: SourceFile): string {
  const body = childrenOf(node).find(({ kind }) => kind === SyntaxKind.Block)
  const whole = source.text.slice(node.getStart(source), body?.getStart(source) ?? node.getEnd())
  return whole
    .replace(/\/\*\*[\s\S]*?\*\/\s*/g, '')
    .replace(/\breadonly /g, '')
    .replace(/\bReadonly<(Record<[^>]*>)>/g, '$1')
    .replace(/^export (const|function|async function) /, '')
    .replace(/ =>\s[\s\S]*$/, (rest) => (node.kind === SyntaxKind.VariableStatement ? '' : rest))
    .replace(/\s+/g, ' ')
    .trim()
}

function childrenOf(node: Node): Node[] {
  const found: Node[] = []
  node.forEachChild((child) => {
    found.push(child)
    return undefined
  })
  return found
}

const within = (node: Node): Node[] => childrenOf(node).flatMap((child) => [child, ...within(child)])

/** The shortest line of a lab that says each verb, by the verb. */
type Examples = ReadonlyMap<string, { readonly lab: string; readonly text: string }>

function examplesOfLabs(): Examples {
  const found = new Map<string, { readonly lab: string; readonly text: string }>()
  for (const lab of labNames()) {
    const source = sourceOf(join('labs', lab, 'lab.ts'))
    for (const node of within(source)) {
      const verb = verbOf(node)
      if (verb === undefined) continue
      const text = source.text.slice(node.getStart(source), node.getEnd())
      if (text.includes('=>')) continue
      const known = found.get(verb)
      if (known === undefined || text.length < known.text.length) found.set(verb, { lab, text: straightened(text) })
    }
  }
  return found
}

/** `stays`, of `server.stays('CLOSE-WAIT', s(3))`; `link.shows` of what is said of a link, and not of a wire. */
function verbOf(node: Node): string | undefined {
  const called =
    node.kind === SyntaxKind.CallExpression
      ? (node as CallExpression).expression
      : node.kind === SyntaxKind.TaggedTemplateExpression
        ? (node as TaggedTemplateExpression).tag
        : undefined
  if (called?.kind === SyntaxKind.PropertyAccessExpression) {
    const { name, expression } = called as PropertyAccessExpression
    return expression.getText().startsWith('link(') ? `link.${name.getText()}` : name.getText()
  }
  return called?.kind === SyntaxKind.Identifier ? called.getText() : undefined
}

/** Lines of a template lose what they are indented by. */
function straightened(text: string): string {
  const lines = text.split('\n')
  const depth = /^ */.exec(lines.at(-1) ?? '')?.[0].length ?? 0
  return [lines[0], ...lines.slice(1).map((line) => line.slice(depth))].join('\n')
}

function fail(why: string): never {
  throw new Error(why)
}

main()
