import { expect, it } from 'vitest'
import { startThread } from '../../src/witness/thread.ts'

/** A witness's thread that sees nothing and answers whoever asks. */
const idle = new URL(
  `data:text/javascript,${encodeURIComponent(`
  import { parentPort, workerData } from 'node:worker_threads'
  const { orders } = workerData
  parentPort.postMessage('begun')
  while (Atomics.load(orders, 0) === 0) {
    const draining = Atomics.exchange(orders, 1, 0) === 1
    Atomics.wait(orders, 1, 0, 20)
    if (draining) parentPort.postMessage('drained')
  }
`)}`,
)

it('a thread that several ask at once answers each, and nobody calls it blind', async () => {
  const causes: string[] = []
  const thread = await startThread(idle, {}, { news() {}, blind: ({ is }) => causes.push(is) })
  const begun = performance.now()
  await Promise.all([thread.drain(), thread.drain(), thread.drain()])
  expect(performance.now() - begun).toBeLessThan(3000)
  expect(causes).toEqual([])
  await thread.stop()
})
