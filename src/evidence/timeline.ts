import { byTime, type Evidence, type Fact, type Setting } from '../evidence.ts'
import type { Milliseconds } from '../tcp.ts'

/** The record while it grows: witnesses add to it, the play and the live report look at it, and in the end it is frozen. */
export class Timeline {
  readonly setting: Setting
  #facts: Fact[] = []
  #listeners = new Set<() => void>()
  #end: Milliseconds | undefined
  #sofar: Evidence | undefined

  constructor(setting: Setting) {
    this.setting = setting
  }

  /** Adds a fact, unless it happened after the end: what the taking down itself causes is no evidence. */
  readonly add = (fact: Fact): void => {
    if (this.#end !== undefined && fact.at > this.#end) return
    this.#insert(fact)
    this.#sofar = undefined
    for (const listener of this.#listeners) listener()
  }

  /** Witnesses report nearly in the order of time: what is late belongs a little before the end. */
  #insert(fact: Fact): void {
    let place = this.#facts.length
    while (place > 0 && (this.#facts[place - 1]?.at ?? 0) > fact.at) place--
    if (place === this.#facts.length) this.#facts.push(fact)
    else this.#facts.splice(place, 0, fact)
  }

  /** Calls back after each new fact, until the returned function is called. */
  onFact(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Says that the story ends at this moment; witnesses may still bring in what they saw before it. */
  endAt(end: Milliseconds): void {
    this.#end = end
    this.#facts = this.#facts.filter((fact) => fact.at <= end)
    this.#sofar = undefined
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
