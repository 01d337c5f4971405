import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { release, version } from 'node:os'
import { run } from '../system/command.ts'
import { locate } from '../system/tools.ts'

/** Ticks a second of this kernel: what it was configured with, or where nobody says, 100, which gives timers the widest tolerance. */
export function readHz(): { hz: number; from: string } {
  const places: ReadonlyArray<readonly [string, (bytes: Buffer) => Buffer]> = [
    // Loaded only here, for it takes longer than all that is read by it.
    ['/proc/config.gz', (bytes) => process.getBuiltinModule('node:zlib').gunzipSync(bytes)],
    [`/boot/config-${release()}`, (bytes) => bytes],
    [`/lib/modules/${release()}/config`, (bytes) => bytes],
  ]
  for (const [file, open] of places) {
    try {
      const [, hz] = /^CONFIG_HZ=(\d+)$/m.exec(open(readFileSync(file)).toString()) ?? []
      if (hz) return { hz: Number(hz), from: file }
    } catch {
      // Most distributions have only one of these places.
    }
  }
  return { hz: 100, from: 'nobody says; assumed, for the widest tolerance' }
}

/** The same, kept for this very kernel: its configuration is a hundred thousand characters, and does not change. */
export function keptHz(cache: string): number {
  const key = `${release()} ${version()}`
  const kept = readKept<{ key: string; hz: number }>(cache)
  if (kept?.key === key && Number.isFinite(kept.hz)) return kept.hz
  const { hz } = readHz()
  try {
    writeFileSync(cache, JSON.stringify({ key, hz }))
  } catch {
    // Where nothing can be kept it is read again.
  }
  return hz
}

const versionArguments: Readonly<Record<string, readonly string[]>> = {
  ip: ['-V'],
  ss: ['-V'],
  netstat: ['--version'],
  nft: ['--version'],
  tcpdump: ['--version'],
  ethtool: ['--version'],
  tc: ['-V'],
}

/** The first line that holds a number of what a tool prints about its version. */
export async function versionOf(tool: string): Promise<string> {
  try {
    const text = await run(tool, versionArguments[tool] ?? ['--version'])
    return (
      text
        .split('\n')
        .find((line) => /\d/.test(line))
        ?.trim() ?? 'unknown'
    )
  } catch {
    return 'unknown'
  }
}

/**
 * Versions of the tools whose output the evidence rests on. Asking them takes 30 ms a run, so the answers are kept by
 * path, size and time of the programs; where they cannot be kept they are asked again.
 */
export async function toolVersions(cache: string): Promise<Record<string, string>> {
  const names = ['ip', 'ss', 'netstat', 'nft', 'tcpdump']
  const key = names.map(fingerprint).join(' ')
  const kept = readKept<{ key: string; versions: Record<string, string> }>(cache)
  if (kept?.key === key) return kept.versions
  const found = await Promise.all(names.map(versionOf))
  const versions = Object.fromEntries(names.map((name, index) => [name, found[index] ?? 'unknown']))
  await writeFile(cache, JSON.stringify({ key, versions })).catch(() => {})
  return versions
}

function readKept<Kept>(cache: string): Kept | undefined {
  try {
    return JSON.parse(readFileSync(cache, 'utf8')) as Kept
  } catch {
    return undefined
  }
}

function fingerprint(tool: string): string {
  const file = locate(tool)
  const { size, mtimeMs } = file ? statSync(file) : { size: 0, mtimeMs: 0 }
  return `${file}:${size}:${mtimeMs}`
}
