// A raw peer that ends its connection as somebody on the way might: by a RST whose number is wrong, then by one that is right.
import { dial } from '#peer'
import { cue, mark, to } from '#program'

const tcp = await dial(to)
await cue('guess')
await tcp.send('R', { seq: 101 })
await tcp.expect('.', { ack: 1 })
mark('challenged')
await cue('hit')
await tcp.send('R', { seq: 1 })
tcp.close()
