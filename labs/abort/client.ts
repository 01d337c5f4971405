// Says five bytes, and what becomes of the connection.
import { connect } from 'node:net'
import { mark, to } from '#program'

const socket = connect({ ...to, allowHalfOpen: true }, () => {
  mark('connected')
  socket.write('hello', () => mark('sent'))
})
socket.resume().on('end', () => mark('eof'))
socket.on('error', (error: NodeJS.ErrnoException) => mark(`failed: ${error.code}`))
