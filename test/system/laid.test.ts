import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { layer } from '../../src/system/laid.ts'

it('a file whose name is not in UTF-8 keeps nobody from what lies beside it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tcp-labs-laid-'))
  chmodSync(folder, 0o755)
  writeFileSync(Buffer.concat([Buffer.from(join(folder, 'caf')), Buffer.from([0xe9])]), '')
  expect(layer(join(folder, 'laid'))(folder, 'own')).toBe(folder)
  rmSync(folder, { recursive: true })
})
