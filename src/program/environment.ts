/** What every program finds in its environment, as the caller has it: nothing else of the caller's is its business. */
const common = ['PATH', 'LANG', 'LC_ALL', 'HOME', 'TMPDIR'] as const

/** The environment of a program: what is common to all, and what its run names. */
export function environmentOf(named: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const known = common.flatMap((name) => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return { ...Object.fromEntries(known), ...named }
}
