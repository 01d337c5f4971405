import type { PageLayout } from './ring-buffer.ts'

/** Where a field of an event lies, in bytes. */
export interface Field {
  readonly offset: number
  readonly size: number
}

/** An event as this kernel writes it: tracefs tells it in the event's `format`. */
export interface EventFormat {
  readonly name: string
  readonly id: number
  readonly fields: ReadonlyMap<string, Field>
  /** The names of a field's numbers, from what the kernel prints the event with. */
  namesOf(field: string): ReadonlyMap<number, string>
}

const fieldLine = /field:[^;]*?(\w+)(?:\[[^\]]*\])?;\s*offset:(\d+);\s*size:(\d+);/g

function readFields(text: string): Map<string, Field> {
  return new Map(
    [...text.matchAll(fieldLine)].map(([, name = '', offset, size]) => [
      name,
      { offset: Number(offset), size: Number(size) },
    ]),
  )
}

/** Reads an event's `format` (Documentation/trace/events.rst, section 3). */
export function parseFormat(text: string): EventFormat {
  const [, name = ''] = /^name: (\w+)$/m.exec(text) ?? []
  const [, id = 'NaN'] = /^ID: (\d+)$/m.exec(text) ?? []
  return {
    name,
    id: Number(id),
    fields: readFields(text),
    namesOf(field) {
      const [, pairs = ''] = new RegExp(`__print_symbolic\\(REC->${field}, (.*?\\})\\)`).exec(text) ?? []
      const named = [...pairs.matchAll(/\{ (\d+), "(\w+)" \}/g)]
      return new Map(named.map(([, number, word = '']) => [Number(number), word]))
    },
  }
}

/** Reads `events/header_page`; undefined when it does not say where a page's three parts are. */
export function parseHeaderPage(text: string): PageLayout | undefined {
  const fields = readFields(text)
  const [timestamp, commit, data] = ['timestamp', 'commit', 'data'].map((name) => fields.get(name))
  if (!timestamp || !commit || !data || data.size === 0) return undefined
  return {
    size: data.offset + data.size,
    timestamp: timestamp.offset,
    commit: commit.offset,
    data: data.offset,
  }
}
