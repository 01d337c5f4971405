// A raw peer that answers the SYN that has come, as kernels do.
import { listen } from '#peer'
import { at, mark } from '#program'

const tcp = listen(at)
mark('listening')
await tcp.expect('S')
await tcp.send('S.')
await tcp.expect('.', { seq: 1, ack: 1 })
mark('open')
