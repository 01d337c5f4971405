// A raw peer that closes after the server, and asks again from the same port: with the number and timestamp that it is told.
import { dial, speakTo } from '#peer'
import { cue, mark, to } from '#program'

const [port, isn, timestamp] = [5000, 1_000_000, 1_000_000]
const first = await dial(to, {}, { port, isn, timestamp })
mark('connected 1')
await first.expect('F.')
await first.send('.')
await cue('close')
await first.send('F.')
await first.expect('.', { ack: 2 })
first.close()

const [number, time] = (await cue('open another; type a number and a timestamp to add, like -1000 +1000')).split(' ')
const second = speakTo(to, { port, isn: isn + Number(number), timestamp: timestamp + Number(time) })
await second.send('S')
// Either a SYN+ACK that acknowledges it, or an ACK of what the connection before has had.
const { flags } = await second.hear()
if (flags === 'S.') {
  await second.send('.')
  mark('connected 2')
} else mark(`answered with ${flags}`)
