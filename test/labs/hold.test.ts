import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { project } from './cli.ts'

describe('--hold', { timeout: 60_000 }, () => {
  it('prints commands that show the held states, and goes on at Enter', async () => {
    const run = execa(process.execPath, ['src/cli.ts', 'run', 'close-wait', '--hold'], {
      cwd: project,
      reject: false,
      stdin: 'pipe',
    })
    let said = ''
    run.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
    await expect.poll(() => said, { timeout: 20_000 }).toContain('Press Enter')
    const commands = said
      .split('\n')
      .flatMap((line) => (/ (ss|netstat) -tano$/.test(line) ? [line.trim().split(' ')] : []))
    const shown = await Promise.all(
      commands.map(async ([command = '', ...args]) => (await execa(command, args)).stdout),
    )
    run.stdin.end('\n')
    expect(commands).toHaveLength(4)
    expect(shown.join('\n')).toMatch(/FIN-WAIT-2[\s\S]*FIN_WAIT2[\s\S]*CLOSE-WAIT[\s\S]*CLOSE_WAIT/)
    expect((await run).exitCode).toBe(0)
  })
})
