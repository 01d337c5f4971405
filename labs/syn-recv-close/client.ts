// Connects from a port of its own choice, and lets go of its socket when told to, connected or not.
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

const socket = connect({ ...to, localPort: 5000, allowHalfOpen: true }, () => mark('connected'))
await cue('close')
socket.destroy()
mark('closed')
