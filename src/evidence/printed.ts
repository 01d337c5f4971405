import type { End, Seen } from '../evidence.ts'

/** What tcpdump itself made of a segment in the capture: its line as it stands, without the time; on loopback only. */
export interface PrintedFact extends Seen {
  readonly kind: 'printed'
  readonly host: End
  /** As `tcpdump -n -S` prints it: `IP6 ::1.44910 > ::1.8080: Flags [S], seq 3120401438, win 65476, options [...], length 0`. */
  readonly line: string
}
