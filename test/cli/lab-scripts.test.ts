import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { complaints, withLabs } from '../../scripts/lab-scripts.ts'
import { labNames, projectFolder } from '../../src/catalogue/names.ts'

const { scripts } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>
}

describe('the npm scripts of the labs', () => {
  it('are those of labs/ (else: npm run lab-scripts)', () => {
    expect(complaints(scripts, labNames())).toEqual([])
  })

  it('stay as they are when they are generated again', () => {
    expect(JSON.stringify(withLabs(scripts, labNames()))).toBe(JSON.stringify(scripts))
  })

  it('are missing for a new lab, and stale for one that is gone or was written by hand', () => {
    const written = {
      lab: 'x',
      'lab:all': 'node src/start.mjs all',
      'lab:gone': 'node src/start.mjs run gone',
      'lab:old': 'other',
      test: 'y',
    }
    expect(complaints(written, ['new', 'old'])).toEqual(['missing: lab:new', 'stale: lab:gone', 'stale: lab:old'])
  })

  it("include `lab:all`, which is no lab's, and miss it where it is not there or was changed", () => {
    expect(complaints({ lab: 'x', 'lab:all': 'node src/start.mjs all' }, [])).toEqual([])
    expect(complaints({ lab: 'x' }, [])).toEqual(['missing: lab:all'])
    expect(complaints({ lab: 'x', 'lab:all': 'node src/start.mjs run all' }, [])).toEqual(['stale: lab:all'])
  })

  it('are made anew, sorted, behind `lab`, and nothing else is touched', () => {
    const made = withLabs({ a: '1', lab: 'x', 'lab:gone': '2', test: 'y' }, ['two', 'one'])
    expect(Object.entries(made)).toEqual([
      ['a', '1'],
      ['lab', 'x'],
      ['lab:all', 'node src/start.mjs all'],
      ['lab:one', 'node src/start.mjs run one'],
      ['lab:two', 'node src/start.mjs run two'],
      ['test', 'y'],
    ])
  })
})
