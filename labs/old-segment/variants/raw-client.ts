// A raw peer that sends five bytes twice, closes, and asks again with a number by which the older copy would come next.
import { readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { dial, speakTo } from '#peer'
import { cue, mark, to } from '#program'

const [port, isn] = [5000, 1_000_000]
await aMinuteForBoth()
const first = await dial(to, {}, { port, isn })
await cue('send')
await first.send('P.', { data: 'older' })
await cue('send again')
// By its window one copy can be told from the other.
await first.send('P.', { seq: 1, data: 'older', window: 60_000 })
await first.expect('.', { length: 5 })
await first.send('.')
await first.expect('F.')
await first.send('.')
await cue('close')
await first.send('F.')
await first.expect('.', { ack: 7 })
first.close()

await cue('open another')
const second = speakTo(to, { port, isn: isn - 'newer'.length })
await second.send('S')
const { flags } = await second.hear()
if (flags === 'S.') {
  await second.send('P.', { data: 'newer' })
  await second.expect('.', { length: 5 })
  await second.send('.')
}
mark(`answered with ${flags}`)

/** A SYN cookie changes with the minute of the kernel's clock, which begins some way before boot; its ticks, by HZ, tell how far. */
async function aMinuteForBoth(): Promise<void> {
  const up = Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0])
  const rests = [100, 250, 300, 1000].map((hz) => 60 - ((2 ** 32 / hz - 300 + up) % 60))
  if (rests.every((rest) => rest > 4 && rest < 59)) return
  await setTimeout(500)
  return aMinuteForBoth()
}
