// Opens three connections, one after the other, and says what it is told of each.
import { once } from 'node:events'
import { connect } from 'node:net'
import { cue, mark, to } from '#program'

async function open(number: number) {
  const socket = connect({ ...to, allowHalfOpen: true })
  socket.resume().on('error', (error: NodeJS.ErrnoException) => mark(`${number}: ${error.code}`))
  await once(socket, 'connect')
  return socket
}

const first = await open(1)
first.write('hello')
await open(2)
const third = await open(3)
await cue('write to the third')
third.write('hello')
