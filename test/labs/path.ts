import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

/** A PATH whose first folder has these tools, each a shell script, before the machine's own. */
export interface SpoiltPath {
  readonly folder: string
  readonly env: { readonly PATH: string }
  remove(): void
}

export function pathWith(tools: Readonly<Record<string, string>>): SpoiltPath {
  const folder = mkdtempSync(join(tmpdir(), 'tcp-labs-path-'))
  for (const [name, script] of Object.entries(tools)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`)
    chmodSync(join(folder, name), 0o755)
  }
  const PATH = [folder, process.env.PATH, '/usr/sbin', '/sbin'].join(delimiter)
  return { folder, env: { PATH }, remove: () => rmSync(folder, { recursive: true }) }
}
