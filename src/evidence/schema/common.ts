import { z } from 'zod'
import { type Endpoint, type Flags, type Milliseconds, type SequenceNumber, type State, states } from '../../tcp.ts'

/** A schema whose value has a unit that only types know. */
const of = <Value>(schema: z.ZodType<unknown>): z.ZodType<Value> => schema as z.ZodType<Value>

export const time = of<Milliseconds>(z.number())
export const sequence = of<SequenceNumber>(
  z
    .int()
    .min(0)
    .max(2 ** 32 - 1),
)
export const endpoint = of<Endpoint>(z.string().regex(/^(\*|\[[0-9a-f:.]+(%\w+)?\]|[0-9.]+):(\d{1,5}|\*)$/i))
export const flags = of<Flags>(z.string().regex(/^F?S?R?P?\.?U?E?W?$/))
export const count = z.int().min(0)
export const text = z.string()
export const state: z.ZodType<State> = z.enum(states)
export const end = z.enum(['client', 'server'])
export const host = z.enum(['client', 'router', 'server'])
export const witness = z.enum(['kernel', 'table', 'ss', 'netstat', 'wire', 'counters', 'program', 'network', 'harness'])
export const timer = z.enum(['on', 'keepalive', 'timewait', 'persist', 'unknown'])

/** May be left out, but is never undefined: JSON knows no such value. */
export const maybe = z.exactOptional

/** Lists are readonly, as they are in the types. */
export const list = <Item extends z.ZodType>(item: Item) => z.array(item).readonly()
export const pair = <A extends z.ZodType, B extends z.ZodType>(one: A, other: B) => z.tuple([one, other]).readonly()

/** Whether what a schema lets through is just what the type says, and no field of it is missing in either. */
export type Same<Let, Said> = [Let, FieldsOf<Let>] extends [Said, FieldsOf<Said>]
  ? [Said, FieldsOf<Said>] extends [Let, FieldsOf<Let>]
    ? true
    : false
  : false

/** Of all members of a union; fields that must not be there are none. */
type FieldsOf<Type> = Type extends unknown
  ? { [Field in keyof Type]-?: [Type[Field]] extends [never] ? never : Field }[keyof Type]
  : never

/** Does not compile where a schema is not the same as its type. */
export type Complete<All extends true> = All
