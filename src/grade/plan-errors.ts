import type { z } from 'zod'
import { nearest } from '../catalogue/names.ts'

type Issue = z.core.$ZodIssue

/**
 * A mistake in a plan, in a line: where it is, what is wrong and what to do.
 * @param known the keys that may stand at its place
 */
export function messageOf(issue: Issue, known: readonly string[]): string {
  if (issue.code === 'unrecognized_keys')
    return issue.keys
      .map((key) => `${whereOf([...issue.path, key])}: there is no such key; ${nearest(key, known)}`)
      .join('\n       ')
  return `${whereOf(issue.path)}: ${wrongOf(issue)}`
}

/** `labs[1].role`; of the plan itself `the plan`. */
const whereOf = (path: readonly PropertyKey[]): string =>
  path
    .map((each) => (typeof each === 'number' ? `[${each}]` : `.${String(each)}`))
    .join('')
    .replace(/^\./, '') || 'the plan'

function wrongOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? `it is missing; write ${kinds[issue.expected] ?? issue.expected}`
        : wanted(issue)
    case 'invalid_value':
      return `it must be ${issue.values.map(String).join(' or ')}${meant(issue.input, issue.values.map(String))}`
    case 'invalid_union':
      return 'it must be an amount, such as 512M or 30'
    default:
      return issue.message
  }
}

const wanted = ({ expected, input }: { readonly expected: string; readonly input?: unknown }): string =>
  `it must be ${kinds[expected] ?? expected}, and is ${input === null ? 'empty' : JSON.stringify(input)?.slice(0, 60)}`

const meant = (input: unknown, values: readonly string[]): string =>
  typeof input === 'string' ? `, and is '${input.slice(0, 60)}'; ${nearest(input, values)}` : ''

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'keys and values',
  record: 'keys and values',
}
