import { existsSync } from 'node:fs'
import { type Browser, chromium, type Page } from 'playwright-core'

/** Debian's; where it is missing the tests that need it say that they are skipped. */
export const chromiumPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path))

/** One that asks nobody anything. */
export const startBrowser = (): Promise<Browser> =>
  chromium.launch({
    ...(chromiumPath === undefined ? {} : { executablePath: chromiumPath }),
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
      ...['--disable-background-networking', '--disable-component-update'],
    ],
  })

/** A page that was opened, and what went wrong in it. */
export interface Opened {
  readonly page: Page
  /** What the console said, errors of scripts and of the policy among it, and what was asked of the network. */
  readonly wrong: readonly string[]
  /** Until all of it was there. Milliseconds. */
  readonly took: number
}

export async function open(
  browser: Browser,
  url: string,
  options: Parameters<Browser['newPage']>[0] = {},
): Promise<Opened> {
  const page = await browser.newPage(options)
  const wrong: string[] = []
  page.on('console', (message) => wrong.push(`${message.type()}: ${message.text()}`))
  page.on('pageerror', (error) => wrong.push(error.message))
  page.on('request', (request) => {
    if (request.url() !== url.replace(/#.*/, '')) wrong.push(`asks for ${request.url()}`)
  })
  const begun = performance.now()
  await page.goto(url, { waitUntil: 'load' })
  return { page, wrong, took: performance.now() - begun }
}
