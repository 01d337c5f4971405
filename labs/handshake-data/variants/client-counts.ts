// Connects, and counts what it receives.
import { connect } from 'node:net'
import { mark, to } from '#program'

let total = 0
const socket = connect({ ...to, allowHalfOpen: true }, () => mark('connected'))
socket.on('data', ({ length }) => {
  total += length
  mark(`received ${total} in all`)
})
