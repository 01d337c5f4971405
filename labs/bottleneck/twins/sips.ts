// Sends four thousand bytes each tenth of a second, whatever the line takes.
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

const socket = connect({ ...to, allowHalfOpen: true }, () => mark('connected'))
await cue('send')
const sips = setInterval(() => socket.write(Buffer.alloc(4000, 'to be continued ')), 100)
await cue('stop')
clearInterval(sips)
socket.end()
