import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What is put into each page: its style, its script, and by which hashes its policy knows them. */
export interface Assets {
  readonly style: string
  readonly script: string
  /** Nothing is fetched, nothing is run but this script, and nothing is sent anywhere (CSP level 3). */
  readonly policy: string
  /** The same for a page without a script. */
  readonly stylePolicy: string
}

const folder = import.meta.dirname
const cache = join(folder, '..', '..', '..', 'node_modules', '.cache', 'tcp-labs')

/** What the page needs is made from its sources when it is first wanted, and kept by what it was made of. */
export async function loadAssets(): Promise<Assets> {
  const path = join(cache, `page-${sourceHash()}.json`)
  const { style, script } = readIf(path) ?? (await made(path))
  const own = ["default-src 'none'", `style-src '${hashOf(style)}'`, "base-uri 'none'", "form-action 'none'"]
  return { style, script, stylePolicy: own.join('; '), policy: [...own, `script-src '${hashOf(script)}'`].join('; ') }
}

type Made = Pick<Assets, 'style' | 'script'>

const hashOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`

async function made(path: string): Promise<Made> {
  const { build } = await import('esbuild')
  const one = async (entry: string, format: 'iife' | undefined): Promise<string> => {
    const { outputFiles } = await build({
      entryPoints: [join(folder, entry)],
      ...{ bundle: true, write: false, minify: true, charset: 'utf8', legalComments: 'none' },
      ...(format ? { format, target: 'es2022' } : {}),
    })
    // Ends no element before its end.
    return (outputFiles[0]?.text ?? '').trim().replaceAll('</', '<\\/')
  }
  const assets = { style: await one('style.css', undefined), script: await one('browser/main.ts', 'iife') }
  keep(path, JSON.stringify(assets))
  return assets
}

/** Everything that they could be made of. */
function sourceHash(): string {
  const hash = createHash('sha256')
  const files = [
    'style.css',
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

function readIf(path: string): Made | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Made
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
