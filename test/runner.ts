import { readFileSync } from 'node:fs'
import { type RunnerTask, type RunnerTestCase, TestRunner, type TestTryOptions } from 'vitest'

declare module 'vitest' {
  interface TaskMeta {
    /** How many times it was tried again, because the machine was busy when it failed. */
    again?: number
  }
}

/** Tests of what users run, which plays labs or stops what was started: what they wait for a machine that is busy may bring late. */
const live = /\/test\/(browser|cli|docs|hostile|labs|own|run|system|witness)\//
/** How often such a test is tried again: one that fails each time is wrong, however busy the machine is. */
const again = 2
/** For so much of the test's time somebody who wanted to run had to wait for a core. */
const busy = 0.5

/**
 * Tries a live test again that failed while the machine was busy, as `--again` does with a run that is unknown; vitest says
 * `(retry x1)` behind its name, and .ci/run how many there were. On a machine that is not busy nothing is tried twice.
 */
export default class extends TestRunner {
  override async onBeforeRunTask(test: RunnerTask): Promise<void> {
    await super.onBeforeRunTask(test)
    if (test.type !== 'test' || !live.test(test.file.filepath)) return
    const began = pressure()
    test.retry = { count: again, condition: () => began !== undefined && (pressure()?.since(began) ?? 0) > busy }
  }

  override async onAfterRetryTask(test: RunnerTestCase, options: TestTryOptions): Promise<void> {
    await super.onAfterRetryTask(test, options)
    if (options.retry > 0) test.meta.again = options.retry
  }
}

/** How long somebody had to wait for a core by now (PSI, Documentation/accounting/psi.rst); undefined where the kernel does not say. */
function pressure() {
  try {
    const waited = Number(/^some .*total=(\d+)/m.exec(readFileSync('/proc/pressure/cpu', 'utf8'))?.[1]) / 1000
    const at = performance.now()
    return {
      waited,
      at,
      since: (began: { readonly waited: number; readonly at: number }) => (waited - began.waited) / (at - began.at),
    }
  } catch {
    return undefined
  }
}
