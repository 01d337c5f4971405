import { registerHooks } from 'node:module'

/** What labs and their programs import of us, by the names that package.json has for the labs of the checkout. */
const ours: Readonly<Record<string, string>> = {
  '#lab': import.meta.resolve('./lab.ts'),
  '#program': import.meta.resolve('./program.ts'),
  '#peer': import.meta.resolve('./peer.ts'),
  '#dns': import.meta.resolve('./dns.ts'),
}

/**
 * Lets a lab outside the checkout, and its programs, import these four names wherever they are: Node looks for such names in the
 * nearest package.json, and there need be none. Nor need one say that a `.ts` file is a module.
 */
registerHooks({
  resolve(name, importing, next) {
    const url = ours[name]
    if (url !== undefined) return { url, format: 'module-typescript', shortCircuit: true }
    const found = next(name, importing)
    return found.url.endsWith('.ts') && (found.format ?? undefined) === undefined
      ? { ...found, format: 'module-typescript' }
      : found
  },
})
