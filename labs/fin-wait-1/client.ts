// Lets go of its socket when told to: its kernel has a FIN to deliver, and nobody left to tell.
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

const socket = connect({ ...to, allowHalfOpen: true }, () => mark('connected'))
await cue('close')
socket.destroy()
