import { z } from 'zod'

/** A run of a submission that has ended, as it is kept: who, what, by which plan, with which versions, where and when. */
const resultSchema = z.object({
  version: z.literal(1),
  /** The submission's name. */
  submission: z.string(),
  /** SHA-256 over its files. */
  hash: z.string(),
  /** The task's id in the plan. */
  task: z.string(),
  /** SHA-256 of what decides how it is played. */
  order: z.string(),
  /** SHA-256 of the plan by which it was played. */
  plan: z.string(),
  tcpLabs: z.string(),
  node: z.string(),
  kernel: z.string(),
  /** By the wall clock (ISO 8601). */
  began: z.string(),
  seconds: z.number(),
  /** How often it was played; only the last is judged. */
  tries: z.number(),
  /** With which the last one ended; see run/exit-status.ts. */
  status: z.number(),
  /** The file that the command names and the submission has not, and what it has. */
  absent: z.object({ wanted: z.string(), there: z.array(z.string()).readonly() }).optional(),
  /** Why it came to no verdict. */
  reason: z.string().optional(),
  /** The folder of its record, beside this file. */
  record: z
    .string()
    .regex(/^try-\d+$/)
    .optional(),
})

export type Result = z.infer<typeof resultSchema>

const submissionSchema = z.object({
  version: z.literal(1),
  name: z.string(),
  folder: z.string().regex(/^[^/]+$/),
  hash: z.string().optional(),
  refused: z.string().optional(),
})

export type KeptSubmission = z.infer<typeof submissionSchema>

/** What is graded into a folder, and which part of it: written before anything is played. */
const gradingSchema = z.object({
  version: z.literal(1),
  /** The plan as it was read, and its SHA-256. */
  plan: z.unknown(),
  hash: z.string(),
  shard: z.object({ number: z.number(), of: z.number() }).optional(),
})

export type Grading = z.infer<typeof gradingSchema>

export const readResult = (text: string): Result => resultSchema.parse(JSON.parse(text))
export const readSubmission = (text: string): KeptSubmission => submissionSchema.parse(JSON.parse(text))
export const readGrading = (text: string): Grading => gradingSchema.parse(JSON.parse(text))
