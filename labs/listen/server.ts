// Listens, and stops listening when told to.
import { createServer } from 'node:net'
import { at, cue, mark } from '#program'

const server = createServer({ allowHalfOpen: true }, () => mark('accepted'))
server.listen(at, () => mark('listening'))
await cue('stop listening')
server.close()
