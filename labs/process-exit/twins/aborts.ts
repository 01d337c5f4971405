// Aborts its connection when it is told to stop.
import { connect } from 'node:net'
import { mark, to } from '#program'

const socket = connect({ ...to, allowHalfOpen: true }, () => mark('connected')).resume()
process.on('SIGTERM', () => socket.resetAndDestroy())
