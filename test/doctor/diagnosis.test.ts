import { describe, expect, it } from 'vitest'
import { reasonOf } from '../../src/doctor/diagnosis.ts'
import { runTool } from '../../src/system/tool.ts'

describe('the reason of a failure', () => {
  it('is the first line of what a tool said', async () => {
    const error = await runTool('sh', ['-c', 'echo "it is broken" >&2; echo more >&2; exit 1']).catch(
      (caught) => caught,
    )
    expect(reasonOf(error)).toBe('it is broken')
  })

  it("is Node's error, and not the line of its own source that it quotes above", async () => {
    const error = await runTool(process.execPath, ['--eval', 'require("/no/such.node")']).catch((caught) => caught)
    expect(reasonOf(error)).toBe("Error: Cannot find module '/no/such.node'")
  })

  it('is told to be none where nothing was said', () => expect(reasonOf('')).toBe('it failed and did not say why'))
})
