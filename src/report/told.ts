import type { ToldClaim } from '../report.ts'

/** Why a claim does not hold, in the words of the terminal's report: what was expected, seen instead, and the facts. */
export function explanation({ verdict, expected, got, missing, because, statedAt }: ToldClaim): string[] {
  if (verdict === 'holds') return []
  if (verdict === 'not reached') return [notReached]
  return [
    ...(expected === undefined ? [] : [`expected  ${expected}`]),
    ...(got === undefined ? [] : [`got       ${got}`]),
    ...(missing === undefined ? [] : [`missing   ${missing}`]),
    ...because.map((fact) => `because   ${fact}`),
    ...(statedAt === '' ? [] : [`at        ${statedAt}`]),
  ]
}

/** Of a claim that nobody asked the program for, since the play was broken off before. */
export const notReached = 'not reached: the play was broken off before'

/** The same in half a line: what was seen and should have been, or what is missing to tell. */
export function inShort({ verdict, got, expected, missing }: ToldClaim): string {
  if (verdict === 'not reached') return notReached
  if (missing !== undefined) return `missing ${missing}`
  return [got === undefined ? [] : `got ${got}`, expected === undefined ? [] : `expected ${expected}`].flat().join(', ')
}

/** The facts of a claim that are told, like the terminal's report does: the first few. */
export const toldFacts = 3
