// Sends a million bytes as fast as its kernel lets it.
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

const socket = connect({ ...to, allowHalfOpen: true }, () => mark('connected'))
await cue('send')
socket.end(Buffer.alloc(1_000_000, 'to be continued '))
await cue('end')
