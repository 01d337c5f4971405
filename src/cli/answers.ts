import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { nearest } from '../catalogue/names.ts'
import { WrongUsage } from '../errors.ts'
import { readAnswer } from '../predict/read.ts'
import { type Field, fieldsOf, type Question } from '../predict.ts'
import { english } from '../words/en.ts'
import type { Written } from './predictions.ts'

/**
 * Reads the answers of a course's own front end: `{"wire.2.flags": "SYN+ACK", ...}`, or the same under `answers`; a path may be a list
 * of states, and what is null or empty was left open. Wrong usage where a key or an answer cannot be one.
 *
 * @param path `-` for standard input
 */
export async function readAnswers(path: string, questions: readonly Question[]): Promise<Written> {
  const wrong = (why: string): WrongUsage =>
    new WrongUsage(`the answers ${path === '-' ? 'on standard input' : `in ${path}`} cannot be read: ${why}`)
  const given = await parsed(path, wrong)
  const fields = new Map(questions.flatMap(fieldsOf).map((field) => [field.key, field]))
  const entries = Object.entries(given).flatMap(([key, value]) => {
    const field = fields.get(key)
    if (!field) throw wrong(`there is no question '${key}'; ${nearest(key, [...fields.keys()])}`)
    const written = textOf(value)
    if (written === undefined) throw wrong(`'${key}' must be a string, a number or a list of strings`)
    return written === '' ? [] : [[key, checked(written, field, wrong)] as const]
  })
  return Object.fromEntries(entries)
}

async function parsed(path: string, wrong: (why: string) => WrongUsage): Promise<Readonly<Record<string, unknown>>> {
  let found: unknown
  try {
    found = JSON.parse(await (path === '-' ? text(process.stdin) : readFile(path, 'utf8')))
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error))
  }
  if (!isObject(found)) throw wrong('it must be a JSON object')
  return isObject(found.answers) ? found.answers : found
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function textOf(value: unknown): string | undefined {
  if (value === null) return ''
  if (Array.isArray(value)) return value.every((each) => typeof each === 'string') ? value.join(' → ') : undefined
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : undefined
}

function checked(written: string, { key, takes }: Field, wrong: (why: string) => WrongUsage): string {
  if (readAnswer(takes, written)) return written
  throw wrong(`'${written}' is not an answer to '${key}'; possible: ${english.predict.forms[takes]}`)
}
