// Connects from a port of its own choice to a server that does not listen but connects too.
import { connect } from 'node:net'
import { mark, to } from '#program'

const socket = connect({ ...to, localPort: 5000, allowHalfOpen: true }, () => mark('connected'))
socket.on('error', (error: NodeJS.ErrnoException) => mark(`failed: ${error.code}`))
