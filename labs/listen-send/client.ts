// Connects when told to, to see that the listener is still one.
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

await cue('connect')
const socket = connect({ ...to, allowHalfOpen: true }, () => mark('connected'))
socket.on('error', (error: NodeJS.ErrnoException) => mark(`failed: ${error.code}`))
