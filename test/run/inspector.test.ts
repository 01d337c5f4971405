import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { family, project } from '../labs/cli.ts'
import { until } from '../witness/scene.ts'

it('SIGUSR1 to the run, on which Node would open its inspector to anybody, opens none', {
  timeout: 60_000,
}, async () => {
  const run = spawn(process.execPath, ['src/cli.ts', 'run', 'close-wait'], {
    cwd: project,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const complaints = text(run.stderr)
  const ended = once(run, 'close')
  const inside = () => [...family(run.pid ?? 0)].filter(([, line]) => /^\S*node .*--inside/.test(line))
  await until(() => inside().length > 0)
  const struck = inside()
  for (const [pid] of struck) process.kill(pid, 'SIGUSR1')
  expect(await ended).toEqual([0, null])
  expect(await complaints).not.toContain('Debugger')
})
