// Says five bytes, then three, then two, each when told to, and lets none wait for the other's ACK (Nagle).
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

const socket = connect({ ...to, allowHalfOpen: true, noDelay: true }, async () => {
  for (const word of ['hello', 'and', 'on']) {
    await cue('send')
    socket.write(word)
  }
})
socket.on('data', ({ length }) => mark(`received ${length}`))
