// Sends half of its million bytes, and gives up where it should wait.
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

const socket = connect({ ...to, allowHalfOpen: true }, () => mark('connected'))
await cue('send')
socket.write(Buffer.alloc(500_000, 'to be continued '), () => mark('half is sent'))
await cue('send the rest')
socket.resetAndDestroy()
