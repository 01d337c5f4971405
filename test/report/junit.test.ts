import fc from 'fast-check'
import { SaxesParser } from 'saxes'
import { describe, expect, it } from 'vitest'
import { junit } from '../../src/report/junit.ts'
import { english } from '../../src/words/en.ts'
import { anyTold, example } from './told.ts'

interface Tag {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
}

/** Every element of the document, in order; throws where it is not well-formed. */
function tagsIn(xml: string): Tag[] {
  const tags: Tag[] = []
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) =>
    tags.push({ name, attributes: { ...attributes } as Tag['attributes'] }),
  )
  parser.write(xml).close()
  return tags
}

const named = (tags: readonly Tag[], name: string): Tag[] => tags.filter((tag) => tag.name === name)
const count = (tag: Tag | undefined, what: string): number => Number(tag?.attributes[what])

describe('the JUnit report', () => {
  it('has a suite a run and a case a claim, with what was expected, got and why', () => {
    const xml = junit(example, english)
    const tags = tagsIn(xml)
    expect(named(tags, 'testsuite').map(({ attributes }) => attributes.name)).toEqual([
      'close-wait',
      'listen',
      'syn-sent',
      'raw',
      'broken',
      'time-wait',
    ])
    const failed = named(tags, 'testcase').find(({ attributes }) => attributes.name?.startsWith('server stays'))
    expect(failed?.attributes).toMatchObject({ classname: 'close-wait', file: 'labs/close-wait/lab.ts', line: '40' })
    expect(xml).toContain('<failure type="claim" message="got LAST-ACK after 1 ms, expected CLOSE-WAIT for 3 s">')
    expect(xml).toContain('because   client program said &apos;aborted&apos; at +0.000 ms (program)')
  })

  it('calls an unknown claim an error, and skipped only what cannot be played here or was not begun', () => {
    const tags = tagsIn(junit(example, english))
    const [all] = named(tags, 'testsuites')
    expect(all?.attributes).toMatchObject({ tests: '8', failures: '1', errors: '3', skipped: '2', time: '12.250' })
    expect(named(tags, 'error').map(({ attributes }) => attributes.type)).toEqual(['unknown', 'unknown', 'error'])
  })

  it('is well-formed, whatever strangers say, and its counts are those of its cases', () => {
    fc.assert(
      fc.property(anyTold, (told) => {
        const tags = tagsIn(junit(told, english))
        const [all] = named(tags, 'testsuites')
        expect(named(tags, 'testsuite')).toHaveLength(told.runs.length + told.notPlayed.length)
        expect(named(tags, 'testcase')).toHaveLength(count(all, 'tests'))
        expect(named(tags, 'failure')).toHaveLength(count(all, 'failures'))
        expect(named(tags, 'error')).toHaveLength(count(all, 'errors'))
        expect(named(tags, 'skipped')).toHaveLength(count(all, 'skipped'))
        const failing = told.runs.flatMap(({ claims }) => claims).filter(({ verdict }) => verdict === 'fails')
        expect(count(all, 'failures')).toBe(failing.length)
      }),
    )
  })
})
