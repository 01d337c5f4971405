import type { VNode } from 'preact'
import { render } from 'preact-render-to-string'
import { loadAssets } from './assets.ts'
import { html } from './html.ts'

interface Document {
  readonly title: string
  readonly language: string
  readonly body: VNode | VNode[]
  /** What the page's own script is told, where it has one. */
  readonly data?: object
}

/** A page, whole, in one file; a policy holds it to its own style, and where it is given data to its own script. */
export async function wholePage({ title, language, body, data }: Document): Promise<string> {
  const { style, script, stylePolicy, policy } = await loadAssets()
  const head = [
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${data ? policy : stylePolicy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    render(html`<title>${title}</title>` as VNode),
    `<style>${style}</style>`,
  ].join('\n')
  const known = JSON.stringify(data)?.replaceAll('<', '\\u003c')
  const scripts = data
    ? `<script type="application/json" id="data">${known}</script>\n<script>${script}</script>\n`
    : ''
  const written = render(body as VNode).replace(/<\/body>$/, () => `${scripts}</body>`)
  return `<!doctype html>\n<html lang="${language}">\n<head>\n${head}\n</head>\n${written}\n</html>\n`
}
