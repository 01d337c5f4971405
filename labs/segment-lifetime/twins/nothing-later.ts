// A raw peer with timestamps that sends nothing after its last five bytes.
import { dial } from '#peer'
import { cue, mark, to } from '#program'

const tcp = await dial(to, {}, { timestamp: 1_000_000 })
mark('connected')
await cue('send')
await tcp.send('P.', { data: 'first' })
await tcp.expect('.', { ack: 6 })
mark('acknowledged up to 6')
await cue('send')
await tcp.send('P.', { data: 'older' })
await cue('end')
