/** What a program that nobody trusts may take of the machine. */
export interface Limits {
  /** Bytes, of the program and all that it starts. */
  readonly memory: number
  /** At once, their threads too. */
  readonly processes: number
  /** Seconds of work, of one process. */
  readonly cpu: number
  /** Open at once, sockets too, of one process. */
  readonly files: number
  /** Bytes of one file. */
  readonly file: number
  /** Seconds from its start to its end. */
  readonly wall: number
  /** What is recorded of its host's segments and sockets: more than that nobody can judge in time. */
  readonly traffic: number
}

export type LimitName = keyof Limits

/** Enough for a Java program with its threads, too little to be felt by the machine. */
export const usualLimits: Limits = {
  memory: 1024 ** 3,
  processes: 128,
  cpu: 60,
  files: 1024,
  file: 64 * 1024 ** 2,
  wall: 300,
  traffic: 20_000,
}

/** What each is counted in. */
export const unitOf: Readonly<Record<LimitName, 'bytes' | 'seconds' | 'number'>> = {
  memory: 'bytes',
  processes: 'number',
  cpu: 'seconds',
  files: 'number',
  file: 'bytes',
  wall: 'seconds',
  traffic: 'number',
}

export const limitNames = Object.keys(unitOf) as readonly LimitName[]

const bytesIn: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 }

/** Reads an amount as people write it, `512M` where bytes are counted; undefined where it is none, or none of this limit. */
export function readLimit(name: LimitName, text: string): number | undefined {
  const [, digits = '', unit = ''] = /^([1-9]\d{0,14})([kmg]?)$/i.exec(text) ?? []
  const factor = bytesIn[unit.toLowerCase()]
  if (digits === '' || factor === undefined || (unit !== '' && unitOf[name] !== 'bytes')) return undefined
  const amount = Number(digits) * factor
  return Number.isSafeInteger(amount) ? amount : undefined
}

/** The amount as `readLimit` reads it. */
export function writeLimit(name: LimitName, amount: number): string {
  const units = unitOf[name] === 'bytes' ? (['g', 'm', 'k'] as const) : []
  const unit = units.find((each) => amount % (bytesIn[each] ?? 1) === 0)
  return unit === undefined ? String(amount) : `${amount / (bytesIn[unit] ?? 1)}${unit.toUpperCase()}`
}
