// Tries to connect, and lets go of its socket before anybody has answered.
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

const socket = connect(to, () => mark('connected'))
await cue('close')
socket.destroy()
mark('closed')
