import { mkdir, readdir, rmdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { mount } from '../../system/calls.ts'
import { type Milliseconds, ms } from '../../tcp.ts'

/** Tracing instances are the only thing of a run's that its namespaces do not take with them. */
const prefix = 'tcp-labs-'

/** Mounts tracefs where nobody but this run sees it, and removes what runs that were killed have left in it. */
export async function mountTracefs(): Promise<string> {
  const folder = '/run/tracing'
  await mkdir(folder, { recursive: true })
  mount('tracefs', folder, { type: 'tracefs' })
  await sweep(join(folder, 'instances'), prefix, ms(30_000))
  return folder
}

/** Makes a run's own instance, in which nothing is traced yet. Its name says whose it is; slots are a network namespace's own. */
export async function makeInstance(tracefs: string, slot: number): Promise<string> {
  const instance = join(tracefs, 'instances', `${prefix}${slot}-${process.hrtime.bigint()}`)
  await mkdir(instance)
  return instance
}

/**
 * Removes the instances so named that nobody uses. A live run keeps its pipes open, and the kernel refuses to remove an
 * instance that is in use. One that is younger than a set-up may take is left alone, for its owner may not have opened it yet.
 */
export async function sweep(instances: string, named: string, youngest: Milliseconds): Promise<void> {
  const names = (await readdir(instances)).filter((name) => name.startsWith(named))
  for (const name of names) {
    const instance = join(instances, name)
    await unless(['EBUSY', ...gone], async () => {
      if (Date.now() - (await stat(instance)).ctimeMs > youngest) await rmdir(instance)
    })
  }
}

/** Removes it, or finds that another run's sweep has just done so: between the closing of its pipes and this it looks abandoned. */
export const removeInstance = (instance: string): Promise<void> => unless(gone, () => rmdir(instance))

/** What the kernel says of an instance that another has removed, or is removing. */
const gone = ['ENOENT', 'ENODEV']

async function unless(codes: readonly string[], work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!codes.includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
}
