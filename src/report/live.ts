import type { Clock } from '../evidence/clock.ts'
import type { Timeline } from '../evidence/timeline.ts'
import type { Evidence } from '../evidence.ts'
export function followLive(_: { title: string; quiet: boolean }) {
  return { drew: false, begin(_t: Timeline, _c: Clock) {}, end(_e: Evidence) {}, stop() {} }
}
