import type { Milliseconds } from '../tcp.ts'

/** Whether it came within this time, in milliseconds. Nobody who is asked to drain or to stop may keep the run from its end. */
export async function before(patience: Milliseconds | number, coming: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), patience)
  })
  const came = await Promise.race([coming.then(() => true), late])
  clearTimeout(timer)
  return came
}
