// Aborts its connection where it should close it.
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

const socket = connect({ ...to, allowHalfOpen: true }, () => mark('connected'))
await cue('close')
socket.resetAndDestroy()
