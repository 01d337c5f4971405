// Says three words, each when told to.
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

const socket = connect({ ...to, allowHalfOpen: true, noDelay: true }, () => mark('connected'))
for (const word of ['one ', 'two ', 'three']) {
  await cue('send')
  socket.write(word)
}
await cue('end')
