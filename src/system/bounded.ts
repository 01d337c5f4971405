import { HarnessFailed } from '../errors.ts'

/** In so many steps a limit is counted. */
const steps = 40

/**
 * Waits for the work, but no longer than this. A step counts for what it should have lasted, however late it came: what a
 * busy machine keeps from us it also keeps from the work, so on a machine half as fast the limit is twice as long.
 *
 * @param what for the error: what did not happen in time
 */
export function bounded<Result>(work: Promise<Result>, milliseconds: number, what: string): Promise<Result> {
  return new Promise((resolve, reject) => {
    let left = steps
    const timer = setInterval(() => {
      left -= 1
      if (left > 0) return
      clearInterval(timer)
      reject(new TooLate(`${what} within ${milliseconds / 1000} s`))
    }, milliseconds / steps)
    work.then(resolve, reject).finally(() => clearInterval(timer))
  })
}

/** Something of ours that should have ended did not. */
export class TooLate extends HarnessFailed {}
