// Says its words in another order itself.
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

const socket = connect({ ...to, allowHalfOpen: true, noDelay: true }, () => mark('connected'))
for (const word of ['two ', 'three', 'one ']) {
  await cue('send')
  socket.write(word)
}
await cue('end')
