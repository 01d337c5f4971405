// Sends from when it is told to until it is told to stop, as much as its kernel takes.
import { once } from 'node:events'
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

const socket = connect({ ...to, allowHalfOpen: true }, () => mark('connected'))
await cue('send')
let goesOn = true
void cue('stop').then(() => {
  goesOn = false
})
while (goesOn) if (!socket.write(Buffer.alloc(10_000, 'to be continued '))) await once(socket, 'drain')
socket.end()
