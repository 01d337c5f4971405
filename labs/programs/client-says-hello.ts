// Says five bytes when told to.
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

const socket = connect({ ...to, allowHalfOpen: true }, () => mark('connected'))
await cue('send')
socket.write('hello')
await cue('end')
