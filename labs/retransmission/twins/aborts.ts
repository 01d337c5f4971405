// Says five bytes and aborts at once: what has been lost is not sent again.
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

const socket = connect({ ...to, allowHalfOpen: true }, () => mark('connected'))
await cue('send')
socket.write('hello', () => socket.resetAndDestroy())
