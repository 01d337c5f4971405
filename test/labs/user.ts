import { chownSync, cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Ended, lab, project } from './cli.ts'

const nobody = 65534

/** A place where an ordinary user has the program and may write, and the program run there as that user. */
export interface UsersCopy {
  readonly folder: string
  lab(args: readonly string[]): Promise<Ended>
  remove(): void
}

/**
 * Root's tests become an ordinary user in a copy, for the checkout may lie where only root can go; an ordinary user's
 * tests are one already.
 */
export function makeUsersCopy(): UsersCopy {
  const withoutSudo = { TCP_LABS_SUDO: '' }
  if (process.getuid?.() !== 0)
    return { folder: project, lab: (args) => lab(args, { env: withoutSudo }), remove: () => {} }
  const folder = mkdtempSync(join(tmpdir(), 'tcp-labs-user-'))
  for (const name of ['src', 'labs', 'package.json'])
    cpSync(join(project, name), join(folder, name), { recursive: true })
  const onlyForDevelopers =
    /^\/node_modules\/(@(biomejs|oxc|rolldown|types|typescript|vitest)|\.|node-linux|typescript|vite|rolldown|lightningcss|knip|oxc|playwright-core|axe-core)/
  cpSync(join(project, 'node_modules'), join(folder, 'node_modules'), {
    recursive: true,
    filter: (source) => !onlyForDevelopers.test(source.slice(project.length)),
  })
  const node = join(folder, 'node')
  cpSync(process.execPath, node)
  chownSync(folder, nobody, nobody)
  const options = { cwd: folder, uid: nobody, gid: nobody, env: { ...withoutSudo, HOME: folder } }
  return {
    folder,
    lab: (args) => lab(args, options, { node, program: folder }),
    remove: () => rmSync(folder, { recursive: true }),
  }
}
