import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What is put into each page: its style, its script, and by which hashes its policy knows them. */
export interface Assets {
  readonly style: string
  readonly script: string
  /** Nothing is fetched, nothing is run but this script, and nothing is sent anywhere (CSP level 3). */
  readonly policy: string
}

const folder = import.meta.dirname
const cache = join(folder, '..', '..', '..', 'node_modules', '.cache', 'tcp-labs')

/** The page's script is bundled from its TypeScript when it is first wanted, and kept by what it was made of. */
export async function loadAssets(): Promise<Assets> {
  const style = readFileSync(join(folder, 'style.css'), 'utf8').trim()
  const script = await bundled()
  const policy = [
    "default-src 'none'",
    `style-src '${hashOf(style)}'`,
    `script-src '${hashOf(script)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  return { style, script, policy }
}

const hashOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`

async function bundled(): Promise<string> {
  const path = join(cache, `page-${sourceHash()}.js`)
  const known = readIf(path)
  if (known !== undefined) return known
  const { build } = await import('esbuild')
  const { outputFiles } = await build({
    entryPoints: [join(folder, 'browser', 'main.ts')],
    ...{
      bundle: true,
      write: false,
      minify: true,
      format: 'iife',
      target: 'es2022',
      charset: 'utf8',
      legalComments: 'none',
    },
  })
  // Ends no script element before its end.
  const script = (outputFiles[0]?.text ?? '').trim().replaceAll('</', '<\\/')
  keep(path, script)
  return script
}

/** Everything that the browser's script could be made of. */
function sourceHash(): string {
  const hash = createHash('sha256')
  const files = [
    'axis.ts',
    'geometry.ts',
    'data.ts',
    ...readdirSync(join(folder, 'browser'))
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join('browser', name)),
  ]
  for (const name of files.toSorted()) hash.update(name).update(readFileSync(join(folder, name)))
  return hash.digest('hex').slice(0, 16)
}

function readIf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

/** Where nothing can be kept it is made anew the next time. */
function keep(path: string, text: string): void {
  try {
    mkdirSync(cache, { recursive: true })
    writeFileSync(`${path}.${process.pid}`, text)
    renameSync(`${path}.${process.pid}`, path)
  } catch {}
}
