// Opens three connections and holds them.
import { once } from 'node:events'
import { connect } from 'node:net'
import { mark, to } from '#program'

for (const number of [1, 2, 3]) {
  const socket = connect({ ...to, allowHalfOpen: true })
  socket.resume()
  await once(socket, 'connect')
  mark(`connected ${number}`)
}
