// Writes ten thousand bytes at once.
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

const socket = connect({ ...to, allowHalfOpen: true }, () => mark('connected'))
await cue('send')
socket.end(Buffer.alloc(10_000, 'to be continued '))
