import type { VNode } from 'preact'
import { render } from 'preact-render-to-string'
import { loadAssets } from './assets.ts'
import { html } from './html.ts'

/** A page without a script, whole; a policy holds it to its own style. */
export async function plainPage(title: string, language: string, body: VNode | VNode[]): Promise<string> {
  const { style, stylePolicy } = await loadAssets()
  const head = [
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${stylePolicy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    render(html`<title>${title}</title>` as VNode),
    `<style>${style}</style>`,
  ].join('\n')
  return `<!doctype html>\n<html lang="${language}">\n<head>\n${head}\n</head>\n${render(body as VNode)}\n</html>\n`
}
