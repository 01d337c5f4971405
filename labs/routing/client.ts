// Says one word to a server behind a router.
import { connect } from 'node:net'
import { mark, to } from '#program'

const socket = connect({ ...to, allowHalfOpen: true }, () => socket.write('hello'))
socket.on('data', (data) => mark(`received '${data}'`))
