// Closes only once it is connected, as Node's end() always does.
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

const socket = connect({ ...to, localPort: 5000, allowHalfOpen: true }, () => mark('connected'))
await cue('close')
socket.end()
