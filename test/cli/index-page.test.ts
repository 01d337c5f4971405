import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { writeIndex } from '../../src/cli/index-page.ts'
import type { ToldRun } from '../../src/report.ts'

const run = (lab: string, variant?: string): ToldRun => ({
  ...{ name: variant === undefined ? lab : `${lab}/${variant}`, lab, ...(variant === undefined ? {} : { variant }) },
  ...{ result: 'pass', status: 0, seconds: 1, claims: [] },
})

it('the index has a lab before its variants, whichever was played first', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tcp-labs-index-'))
  const path = join(folder, 'index.html')
  await writeIndex(
    path,
    [run('close-pending', 'never-read'), run('close-pending', 'killed'), run('close-pending')],
    'en',
  )
  const names = [...readFileSync(path, 'utf8').matchAll(/class="name">([^<]+)/g)].map(([, name]) => name)
  rmSync(folder, { recursive: true })
  expect(names[0]).toBe('close-pending')
  expect(names.length).toBe(3)
})
