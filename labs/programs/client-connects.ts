// Tries to connect, and says what came of it.
import { connect } from 'node:net'
import { mark, to } from '#program'

const socket = connect({ ...to, allowHalfOpen: true }, () => mark('connected'))
socket.on('error', (error: NodeJS.ErrnoException) => mark(`failed: ${error.code}`))
