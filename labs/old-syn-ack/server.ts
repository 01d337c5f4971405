// A raw peer that answers a SYN as if it were an old one, is told so by a RST, and answers the SYN that comes again.
import { listen } from '#peer'
import { at, cue, mark } from '#program'

const tcp = listen(at)
mark('listening')
await tcp.expect('S')
await tcp.send('S.', { ack: -9 })
await tcp.expect('R', { seq: -9 })
mark('was reset')
await cue('answer what comes now')
await tcp.expect('S')
await tcp.send('S.', { seq: 0 })
await tcp.expect('.', { seq: 1, ack: 1 })
mark('open')
