// Listens to nobody: connects, from the port that others would connect to, to whom it is told.
import { connect } from 'node:net'
import { at, cue, mark } from '#program'

mark('waiting')
const [host = '', port] = (await cue('connect (type address and port)')).split(' ')
const socket = connect({ host, port: Number(port), localPort: at.port, allowHalfOpen: true }, () => mark('connected'))
socket.on('error', (error: NodeJS.ErrnoException) => mark(`failed: ${error.code}`))
