// A raw peer with timestamps: after its last five bytes it sends an ACK whose timestamp is newer than theirs.
import { dial } from '#peer'
import { cue, mark, to } from '#program'

const timestamp = 1_000_000
const tcp = await dial(to, {}, { timestamp })
mark('connected')
await cue('send')
await tcp.send('P.', { data: 'first' })
await tcp.expect('.', { ack: 6 })
mark('acknowledged up to 6')
await cue('send')
await tcp.send('P.', { data: 'older' })
const echo = tcp.opened.options.timestamp?.value ?? 0
await tcp.send('.', { seq: 6, options: { timestamp: { value: timestamp + 1000, echo } } })
await cue('end')
