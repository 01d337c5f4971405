import { byTime, type End, type Evidence, type Fact, type Setting } from '../evidence.ts'
import { type Milliseconds, ms } from '../tcp.ts'

/** The record while it grows: witnesses add to it, the play and the live report look at it, and in the end it is frozen. */
export class Timeline {
  readonly setting: Setting
  #facts: Fact[] = []
  #listeners = new Set<(fact: Fact) => void>()
  #packetListeners = new Set<(from: End) => void>()
  #end: Milliseconds | undefined
  #sofar: Evidence | undefined

  constructor(setting: Setting) {
    this.setting = setting
  }

  /**
   * Adds a fact, unless it happened after the end: what the taking down itself causes is no evidence. A witness that finds
   * only later that it was blind before the end was blind in this story.
   */
  readonly add = (fact: Fact): void => {
    const told = upTo(this.#end, fact)
    if (!told) return
    this.#insert(told)
    this.#sofar = undefined
    for (const listener of this.#listeners) listener(told)
  }

  /** Witnesses report nearly in the order of time: what is late belongs a little before the end. */
  #insert(fact: Fact): void {
    let place = this.#facts.length
    while (place > 0 && (this.#facts[place - 1]?.at ?? 0) > fact.at) place--
    if (place === this.#facts.length) this.#facts.push(fact)
    else this.#facts.splice(place, 0, fact)
  }

  /** Calls back after each new fact, until the returned function is called. */
  onFact(listener: (fact: Fact) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** A packet of this end's has passed that is no TCP: no fact of the story, but traffic. */
  readonly pass = (from: End): void => {
    for (const listener of this.#packetListeners) listener(from)
  }

  /** Calls back for each packet that is no TCP, until the returned function is called. */
  onPacket(listener: (from: End) => void): () => void {
    this.#packetListeners.add(listener)
    return () => this.#packetListeners.delete(listener)
  }

  /** The story ends at this moment, once; witnesses may still bring in what they saw before it. */
  endAt(end: Milliseconds): void {
    const facts = this.#facts
    this.#end = end
    this.#facts = []
    for (const fact of facts) this.add(fact)
    this.add({ kind: 'end', at: end, within: ms(0), host: 'router', by: 'harness' })
  }

  /** When the story ended, if it has. */
  get end(): Milliseconds | undefined {
    return this.#end
  }

  /** What is known so far, in the order of time. Captures, tracepoints and pollers report with different delays. */
  get evidence(): Evidence {
    this.#sofar ??= { setting: this.setting, facts: this.#facts.slice() }
    return this.#sofar
  }

  /** The finished record: capture times get the clock's error that is now known, and what came after the end is added. */
  finish(clockError: Milliseconds, closing: readonly Fact[]): Evidence {
    const facts = this.#facts.map(
      (fact): Fact => (fact.kind === 'segment' || fact.kind === 'frame' ? { ...fact, within: clockError } : fact),
    )
    return { setting: this.setting, facts: [...facts, ...closing].sort(byTime) }
  }
}

/** What of a fact belongs to a story that ended then: all, nothing, or of a blind stretch its beginning. */
function upTo(end: Milliseconds | undefined, fact: Fact): Fact | undefined {
  if (end === undefined || fact.at <= end) return fact
  const began = fact.at - fact.within
  return fact.kind === 'blind' && began < end ? { ...fact, at: end, within: ms(end - began) } : undefined
}
