/** This machine cannot run the lab, and what it lacks; the exit status is 77. */
export class HostLacks extends Error {
  readonly code = 'HOST_LACKS'
  override readonly name = 'HostLacks'
}

/** Whoever typed the command, or wrote the lab, asked for what there is not; the exit status is 64. */
export class WrongUsage extends Error {
  readonly code = 'WRONG_USAGE'
  override readonly name = 'WrongUsage'
}

/** The harness itself failed; the exit status is 70. */
export class HarnessFailed extends Error {
  readonly code = 'HARNESS_FAILED'
  override readonly name = 'HarnessFailed'

  /** What a tool that failed complained of, without our words around it. */
  readonly said?: string

  constructor(message: string, said?: string) {
    super(message)
    if (said !== undefined) this.said = said
  }
}
