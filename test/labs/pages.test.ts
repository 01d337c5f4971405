import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { castLab } from '../../src/catalogue.ts'
import { writePage } from '../../src/cli/page.ts'
import { judgeRun } from '../../src/run/judge.ts'
import { framesBeside, shortFrame } from '../../src/story/frames.ts'
import { pathsOf } from '../../src/story/paths.ts'
import { transitsOf } from '../../src/story/transits.ts'
import { chromiumPath, open, startBrowser } from '../browser/browser.ts'
import { played } from './played.ts'
import { overIPv4 } from './plays.ts'

const timeout = 900_000
/** A transfer of more segments may have a larger page. */
const ordinary = 200

/** A page takes a second of a machine that is busy with labs: `npm test` opens some, `npm run test:all` all. */
const isNightly = process.env.TCP_LABS_TEST === 'all'
const sample = [
  'close-wait',
  'congestion',
  'encapsulation',
  'flow-control',
  'four-way-close',
  'group',
  'handshake',
  'listen',
  'syn-flood',
  'time-wait',
]
const opened = overIPv4.filter(({ lab }) => isNightly || sample.includes(lab))

describe.skipIf(chromiumPath === undefined)('the pages of labs and variants', () => {
  let browser: Browser
  let folder = ''
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tcp-labs-pages-'))
    browser = await startBrowser()
  })
  afterAll(async () => {
    await browser.close()
    rmSync(folder, { recursive: true })
  })

  for (const run of opened) {
    it(`${run.lab}${run.variant === undefined ? '' : `/${run.variant}`} tells what its record tells`, {
      timeout,
    }, async () => {
      const { evidence, folder: record } = await played(run)
      const cast = await castLab(run.lab, run.variant)
      const { judgement, file } = judgeRun(cast, evidence)
      const path = join(folder, `${run.lab}-${run.variant ?? ''}.html`)
      await writePage(path, { cast, evidence, judgement, folder: record }, 'en')
      expect(statSync(path).size).toBeLessThan(transitsOf(evidence).length > ordinary ? 2_000_000 : 300_000)
      const { page, wrong } = await open(browser, `file://${path}`)
      expect(wrong).toEqual([])
      expect((await page.locator('.verdict').allInnerTexts()).join()).toBe(file.verdict)
      expect(await page.locator('.claim').count()).toBe(file.claims.length)
      for (const end of ['client', 'server'] as const) {
        const own = pathsOf(evidence).find((each) => each.end === end && each.connection?.number === 1)
        const last = own?.steps.at(-1)?.state
        if (last) expect((await page.locator(`#now-state .${end}`).allInnerTexts()).join(), end).toBe(last)
      }
      // What its links carry besides TCP stands there as it does in the ladder.
      const frames = framesBeside(evidence).slice(0, 3)
      const drawn = (await page.locator('#ladder .frame text').allTextContents()).join('\n')
      for (const frame of frames) expect(drawn).toContain(shortFrame(evidence, frame).slice(0, 60))
      await page.close()
    })
  }
})
