// Sends two million bytes as fast as its kernel lets it.
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

const socket = connect({ ...to, allowHalfOpen: true }, () => mark('connected'))
await cue('send')
socket.end(Buffer.alloc(2_000_000, 'to be continued '))
await cue('end')
