import { setFlagsFromString } from 'node:v8'

/** Both of V8's compilers that optimize (`node --v8-options`). */
const optimizers = ['opt', 'maglev'] as const

/** A life is short up to here: to optimize what runs for a second costs more than it saves, for ten it is the other way round. */
const shortLife = 5000

/**
 * Leaves all code as it is until this process has lived for a while. To be called when everything is loaded and all threads have
 * begun: compiled code that was kept, Node's own among it, is taken back only as long as these flags are what they were.
 */
export function optimizeLater(): void {
  for (const each of optimizers) setFlagsFromString(`--no-${each}`)
  setTimeout(() => {
    for (const each of optimizers) setFlagsFromString(`--${each}`)
  }, shortLife).unref()
}
