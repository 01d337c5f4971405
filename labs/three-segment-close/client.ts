// Opens twelve connections, one after the other: says what the server is to do, hears its answer and closes; at the last it is to wait.
import { connect } from 'node:net'
import { mark, to } from '#program'

for (const wish of [...Array<string>(12).fill('close at once'), 'wait']) {
  const socket = connect({ ...to, allowHalfOpen: true }, () => socket.write(wish))
  socket.on('data', () => socket.end())
  await new Promise((closed) => socket.on('close', closed))
}
mark('done')
