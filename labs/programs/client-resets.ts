// Aborts its connection when told to: a RST instead of a FIN.
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

const socket = connect({ ...to, allowHalfOpen: true }, () => mark('connected'))
await cue('close')
socket.resetAndDestroy()
