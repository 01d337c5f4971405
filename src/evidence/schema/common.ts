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
