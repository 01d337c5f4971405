// Says both words, and runs nothing in between.
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

const socket = connect({ ...to, allowHalfOpen: true, noDelay: true }, () => mark('connected'))
socket.on('data', (data) => mark(`received '${data}'`))
await cue('say hello')
socket.write('hello')
await cue('go on')
mark('has another MAC')
await cue('say again')
socket.write('again')
await cue('end')
