// Aborts its connection: a RST needs no acknowledgment.
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

const socket = connect({ ...to, allowHalfOpen: true }, () => mark('connected'))
await cue('close')
socket.resetAndDestroy()
