import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { castLab } from '../../src/catalogue.ts'
import { writePage } from '../../src/cli/page.ts'
import { lock, writePredictions } from '../../src/cli/predictions.ts'
import { judgeRun } from '../../src/run/judge.ts'
import { recorded } from '../fixtures.ts'
import { chromiumPath, open, startBrowser } from './browser.ts'

/** What is seen of it, in the one language that is shown. */
const shown = async (part: Locator): Promise<string> => (await part.allInnerTexts()).join('\n')

const hostile = '</script><img src=x onerror="document.title=\'taken\'">'

describe.skipIf(chromiumPath === undefined)('predictions on the page, in Chromium', { timeout: 120_000 }, () => {
  let folder = ''
  let browser: Browser
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tcp-labs-predictions-'))
    browser = await startBrowser()
  })
  afterAll(async () => {
    await browser.close()
    rmSync(folder, { recursive: true })
  })

  async function pageWith(answers: Readonly<Record<string, string>>, name = 'close-wait') {
    const evidence = recorded(name)
    const cast = await castLab(evidence.setting.lab, evidence.setting.variant)
    const record = mkdtempSync(join(folder, 'run-'))
    writePredictions(record, lock(cast, answers))
    const path = join(record, 'page.html')
    await writePage(path, { cast, evidence, judgement: judgeRun(cast, evidence).judgement, folder: record }, 'en')
    const { page, wrong } = await open(browser, `file://${path}`)
    expect(wrong).toEqual([])
    return page
  }

  it('say what was answered and what was seen, and light the facts that decide', async () => {
    const page = await pageWith({
      'wire.4.flags': 'fin-ack',
      'server.path': 'SYN-RECV, ESTAB, LAST-ACK',
      'server.stay(CLOSE-WAIT)': '60 s',
    })
    const of = (id: string) => page.locator(`.prediction[data-claim="prediction ${id}"]`)
    expect(await of('wire.4').getAttribute('class')).toContain('not-reached')
    expect(await shown(of('wire.4'))).toMatch(/✔ flags: FIN\+ACK\n/)
    expect(await shown(of('server.stay(CLOSE-WAIT)'))).toMatch(/you said 60\.0 s; seen: to the end \(3\.\d\d s\)/)
    expect(await shown(of('server.path'))).toContain('after ESTABLISHED: you said LAST-ACK; seen: CLOSE-WAIT')

    await of('wire.4').locator('.says').click()
    expect(await page.locator('.lit').evaluateAll((lit) => lit.map(({ id }) => id))).toEqual(['s4'])
    await of('server.stay(CLOSE-WAIT)').locator('.says').click()
    const lit = page.locator('.lit')
    expect(await lit.count()).toBe(1)
    expect(await lit.innerHTML()).toContain('CLOSE-WAIT')

    await page.locator('#lang-zh').check()
    expect(await shown(of('server.stay(CLOSE-WAIT)'))).toContain('你的回答 60.0 s')
    await page.close()
  })

  it('are found again by a link', async () => {
    const page = await pageWith({ 'wire.5.ack': '2' })
    await page.goto(`${page.url()}#claim=${encodeURIComponent('prediction wire.5')}`)
    expect(await page.locator('.claim.chosen').getAttribute('data-claim')).toBe('prediction wire.5')
    await page.close()
  })

  it('are not there where nothing was predicted, and what was answered is text', async () => {
    const evidence = recorded('close-wait')
    const cast = await castLab('close-wait')
    const path = join(folder, 'none.html')
    await writePage(path, { cast, evidence, judgement: judgeRun(cast, evidence).judgement, folder }, 'en')
    const none = await open(browser, `file://${path}`)
    expect(await none.page.locator('.prediction').count()).toBe(0)
    await none.page.close()

    const page = await pageWith({ 'server.line(bind)': hostile }, 'time-wait-reuse-bind')
    expect(
      await page
        .locator('.prediction')
        .allInnerTexts()
        .then((all) => all.join()),
    ).toContain(hostile)
    expect(await page.title()).not.toBe('taken')
    await page.close()
  })
})
