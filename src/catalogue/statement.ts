/** A statement about TCP that the notes make, or a question that is asked most, and what a Linux kernel makes of it. */
export interface Statement {
  readonly id: string
  /** What the notes say; of a question, the question. */
  readonly claim: string
  /** The same in Chinese; in “ ” in the words of a note. */
  readonly zh: string
  /** Who says it; nobody where it is a question, or only a figure. */
  readonly notes: readonly Note[]
  /** Where a standard says so; empty where it is only a habit of notes. */
  readonly source: string
  /** Since which kernel it is so, where that is known. */
  readonly since?: string
  /** The same in Chinese; it is there where `since` is. */
  readonly sinceZh?: string
  /** What there is to show of it, each by a lab of its own or by the same; settled means all of them. */
  readonly sides: readonly Side[]
}

/** One condition under which a statement is put to the kernel. */
export interface Side {
  /** What a lab's claim settles: the statement's own id, or `T6/bind` where it has several sides. */
  readonly id: string
  readonly verdict: 'holds' | 'refuted'
  /** What Linux does; of a statement that simply holds there is no more to say. */
  readonly linux?: string
  /** The same in Chinese; it is there where `linux` is. */
  readonly zh?: string
  /** The notes that say just this, where they contradict each other. */
  readonly notes?: readonly Note[]
}

/** What a statement comes to, of all its sides. */
export type Ruling = 'holds' | 'holds, within' | 'refuted' | 'answered'

/** The notes that the statements come from, by the short titles that the ledger calls them. */
export const notes = {
  Wavehand: 'Three-Way Handshake, Four-Way Wavehand (steveLauwh/TCP-IP)',
  tcpdump: 'TCP的三次握手与四次挥手, with tcpdump on the loopback interface (2013)',
  'TCP-IP': 'TCP-IP-握手, from the layers of the Internet to the handshake',
  duplex: 'TCP 连接的建立 - 三次握手, and why ack is seq + 1',
  '2MSL': '三次握手, 四次挥手 and what waiting for 2 MSL means',
} as const

export type Note = keyof typeof notes

export const everyNote = Object.keys(notes) as readonly Note[]

/** A side before its statement has given it an id. */
export type UnnamedSide = Omit<Side, 'id'>

/** What Linux does, in English and in Chinese. */
type Linux = readonly [linux: string, zh: string]

export const holds = (linux?: Linux, ...says: readonly Note[]): UnnamedSide => side('holds', linux, says)
export const refuted = (linux: Linux, ...says: readonly Note[]): UnnamedSide => side('refuted', linux, says)

const side = (verdict: Side['verdict'], told: Linux | undefined, says: readonly Note[]): UnnamedSide => ({
  verdict,
  ...(told === undefined ? {} : { linux: told[0], zh: told[1] }),
  ...(says.length > 0 ? { notes: says } : {}),
})

/** What a statement says besides its sides. */
type Said = Omit<Statement, 'id' | 'sides'>

/** A statement of one side, which has its id, or of several, which are named. */
export function statement(
  id: string,
  said: Said,
  sides: UnnamedSide | Readonly<Record<string, UnnamedSide>>,
): Statement {
  const named = isOne(sides)
    ? [{ id, ...sides }]
    : Object.entries(sides).map(([name, each]) => ({ id: `${id}/${name}`, ...each }))
  return { id, ...said, sides: named }
}

const isOne = (sides: UnnamedSide | Readonly<Record<string, UnnamedSide>>): sides is UnnamedSide =>
  typeof sides.verdict === 'string'

/** A question has answers; a statement holds, does not, or holds within what its sides show. */
export function rulingOf({ id, sides }: Statement): Ruling {
  if (id.startsWith('Q')) return 'answered'
  const verdicts = new Set(sides.map(({ verdict }) => verdict))
  return verdicts.size > 1 ? 'holds, within' : verdicts.has('refuted') ? 'refuted' : 'holds'
}
